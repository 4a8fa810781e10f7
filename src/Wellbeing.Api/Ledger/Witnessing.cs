using Npgsql;
using NpgsqlTypes;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// Shows each new checkpoint to the witness, and keeps what it cosigned. Every node does; the witness minds the order.
/// </summary>
internal sealed partial class Witnessing(
    NpgsqlDataSource database,
    WitnessClient witness,
    LedgerAlarms alarms,
    TimeProvider clock,
    ILogger<Witnessing> log
) : BackgroundService
{
    public const string Setting = "Ledger:Witness";

    private const string Keep = """
        INSERT INTO ledger.checkpoints (origin, size, note, cosigned, at) SELECT $1, $2, $3, true, $4
        WHERE NOT EXISTS (SELECT FROM ledger.checkpoints WHERE origin = $1 AND size = $2 AND cosigned)
        """;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private string? _shown;
    private long _seen;
    private DateTimeOffset _heard = DateTimeOffset.MaxValue;

    /// <summary>A witness as it is configured: its verifier key, an equals sign, its URL. The key ends in base64.</summary>
    /// <exception cref="LogKeyException">It is none.</exception>
    public static (VerifierKey Key, Uri Url) Parse(string setting) =>
        setting.LastIndexOf("=http", StringComparison.Ordinal) is > 0 and var end
        && VerifierKey.TryParse(setting[..end]) is { Kind: KeyKind.Cosignature } key
        && Uri.TryCreate(setting[(end + 1)..], UriKind.Absolute, out var url)
            ? (key, url)
            : throw new LogKeyException($"{Setting} is the witness's key, an equals sign and its URL.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _heard = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ShowAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or LedgerDamagedException)
            {
                LogFailed(failure);
            }
            await Task.Delay(Between, clock, stoppingToken);
        }
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (
            await SignedTree.LatestAsync(connection, stop) is not { Checkpoint.Size: > 0 } signed
            || signed.Note == _shown
        )
            return;
        var answer = await witness.AddCheckpointAsync(
            SignedNote.TryParse(signed.Note)!,
            _seen,
            (from, to, cancellation) => ProveAsync(connection, from, to, cancellation),
            stop
        );
        switch (answer)
        {
            case WitnessAnswer.Cosigned cosigned:
                await KeepAsync(connection, signed.Checkpoint, cosigned, stop);
                (_shown, _seen, _heard) = (signed.Note, signed.Checkpoint.Size, clock.GetUtcNow());
                alarms.Over(LedgerAlarm.WitnessRefused);
                alarms.Over(LedgerAlarm.WitnessSilent);
                break;
            case WitnessAnswer.Refused refused:
                _heard = clock.GetUtcNow();
                alarms.Over(LedgerAlarm.WitnessSilent);
                // Another node may have shown it a larger tree meanwhile; a ledger that is smaller still was rolled back.
                if (refused.Size is not { } told || told > await SizeAsync(connection, stop))
                    alarms.Raise(LedgerAlarm.WitnessRefused, signed.Checkpoint.Size);
                break;
            case WitnessAnswer.Unreachable when clock.GetUtcNow() - _heard > Patience:
                alarms.Raise(LedgerAlarm.WitnessSilent, signed.Checkpoint.Size);
                break;
        }
    }

    private static async Task<IReadOnlyList<byte[]>> ProveAsync(
        NpgsqlConnection connection,
        long from,
        long to,
        CancellationToken stop
    )
    {
        var plan = MerklePlan.Consistency(from, to);
        return plan.ProofFrom(await LedgerNodes.ReadAsync(connection, to, plan.Nodes, stop));
    }

    private static async Task<long> SizeAsync(NpgsqlConnection connection, CancellationToken stop) =>
        (await SignedTree.LatestAsync(connection, stop))?.Checkpoint.Size ?? 0;

    private static async Task KeepAsync(
        NpgsqlConnection connection,
        Checkpoint checkpoint,
        WitnessAnswer.Cosigned cosigned,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(Keep, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = checkpoint.Origin },
                new NpgsqlParameter<long> { TypedValue = checkpoint.Size },
                new NpgsqlParameter<string> { TypedValue = cosigned.Note.ToString() },
                new NpgsqlParameter<DateTimeOffset>
                {
                    TypedValue = cosigned.At,
                    NpgsqlDbType = NpgsqlDbType.TimestampTz,
                },
            },
        };
        await command.ExecuteNonQueryAsync(stop);
    }

    [LoggerMessage(LogLevel.Warning, "The checkpoint could not be shown to the witness; it will be tried again.")]
    private partial void LogFailed(Exception failure);
}

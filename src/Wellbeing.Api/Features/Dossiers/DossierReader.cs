using System.Data;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Accesses;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>Who an officer is at the time of an export.</summary>
internal sealed record Named(string Name, string BadgeNumber, string UnitCode);

/// <summary>What the record holds of an officer, as it stood at one moment.</summary>
/// <param name="Officer">Who it is.</param>
/// <param name="Events">Every event of every stream that concerns the officer, each stream's in order.</param>
/// <param name="Proved">The file of the same events with their proofs.</param>
/// <param name="Tree">The tree that these end in.</param>
/// <param name="Accesses">The access log.</param>
/// <param name="Policies">Each kind of policy with all of its versions: who adopted it, when, and from when it is in force.</param>
/// <param name="Successions">Notes by which one key of the log named the next.</param>
internal sealed record DossierContents(
    Named Officer,
    IReadOnlyList<LeafEvent> Events,
    byte[] Proved,
    SignedTree Tree,
    IReadOnlyList<AccessItem> Accesses,
    IReadOnlyList<(string Kind, byte[] Versions)> Policies,
    IReadOnlyList<string> Successions
)
{
    /// <summary>The streams, and how far each goes.</summary>
    public IEnumerable<IGrouping<Guid, LeafEvent>> Streams => Events.GroupBy(x => x.Stored.StreamId!.Value);
}

/// <summary>Reads what goes into a dossier.</summary>
internal sealed class DossierReader(NpgsqlDataSource database, HistoryReads reads, AccessLog log, TimeProvider clock)
{
    /// <summary>More than any record holds; it bounds what one request takes.</summary>
    public const int MostEvents = 5_000;
    public const int MostAccesses = 20_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private static readonly string Sql = $"""
        {DossierEvents.Select} WHERE e.stream_id = ANY({StoredEvents.StreamsOf(
            "$1"
        )}) ORDER BY e.stream_id, e.version LIMIT $2
        """;

    private const string Identity = """
        SELECT i.name, i.badge_number, o.unit_code, o.erasure, o.restricted FROM readmodels.mt_doc_officer AS o
        JOIN identities.officers AS i ON i.officer_id = o.id WHERE o.id = $1
        """;

    /// <summary>The record; null where the ledger does not reach as far within a few seconds.</summary>
    /// <exception cref="DossierTooLargeException">It holds more than one request may take.</exception>
    public async Task<DossierContents?> ReadAsync(Guid officer, CancellationToken stop)
    {
        // What this process has counted and not yet written is no less true.
        await reads.FlushAsync(stop, officer);
        var started = clock.GetTimestamp();
        while (true)
        {
            var left = AtMost - clock.GetElapsedTime(started);
            if (await TryReadAsync(officer, cosigned: left > AtMost / 2, stop) is { } contents)
                return contents;
            if (left < TimeSpan.Zero)
                return null;
            await Task.Delay(Between, clock, stop);
        }
    }

    /// <summary>The proof of one event outside a dossier; what leads to it where there is none within a few seconds.</summary>
    public async Task<byte[]> ProveAsync(Guid id, CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand($"{DossierEvents.Select} WHERE e.id = $1", connection)
        {
            Parameters = { SqlParameter.Of(id) },
        };
        while (true)
        {
            var left = AtMost - clock.GetElapsedTime(started);
            var stored = (await DossierEvents.ReadAsync(command, stop))[0];
            if (
                stored.Leaf >= 0
                && await DossierEvents.TreeAsync(connection, stored.Leaf, cosigned: left > AtMost / 2, stop) is { } tree
            )
                return await DossierEvents.WriteAsync(connection, stored, tree, stop);
            if (left < TimeSpan.Zero)
                return DossierEvents.WritePending(stored.Stored);
            await Task.Delay(Between, clock, stop);
        }
    }

    private async Task<DossierContents?> TryReadAsync(Guid officer, bool cosigned, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await using var command = With(connection, Sql, officer);
        command.Parameters.Add(SqlParameter.Of(MostEvents + 1));
        var events = await DossierEvents.ReadAsync(command, stop);
        if (events.Count > MostEvents)
            throw new DossierTooLargeException();
        if (events.Exists(x => x.Leaf < 0))
            return null;
        if (await DossierEvents.TreeAsync(connection, events.Max(x => x.Leaf), cosigned, stop) is not { } tree)
            return null;
        return new DossierContents(
            await NamedAsync(connection, officer, stop),
            events,
            await DossierEvents.WriteAsync(connection, events, tree.Checkpoint.Size, stop),
            tree,
            await AccessesAsync(connection, officer, stop),
            await PoliciesAsync(connection, stop),
            await SuccessionsAsync(connection, stop)
        );
    }

    private async Task<List<AccessItem>> AccessesAsync(
        NpgsqlConnection connection,
        Guid officer,
        CancellationToken stop
    )
    {
        await using var command = With(connection, ListAccesses.Sql, officer);
        command.Parameters.Add(SqlParameter.Of(DateTimeOffset.MaxValue));
        command.Parameters.Add(SqlParameter.Of(Guid.Empty));
        command.Parameters.Add(SqlParameter.Of(MostAccesses + 1));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var accesses = await log.ReadAsync(reader, stop);
        return accesses.Count <= MostAccesses ? accesses : throw new DossierTooLargeException();
    }

    private static async Task<Named> NamedAsync(NpgsqlConnection connection, Guid officer, CancellationToken stop)
    {
        await using var command = With(connection, Identity, officer);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        // Confirmed, it may be done at any moment: no more of the texts is handed out.
        if (RecordRestriction.Of(reader, 3).Erased)
            throw new SubjectErasedException(officer);
        return new Named(reader.GetString(0), reader.GetString(1), reader.GetString(2));
    }

    private static async Task<List<(string, byte[])>> PoliciesAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT kind, data FROM readmodels.mt_doc_policy ORDER BY kind",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var policies = new List<(string, byte[])>();
        while (await reader.ReadAsync(stop))
            policies.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        return policies;
    }

    private static async Task<List<string>> SuccessionsAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT note FROM ledger.successions ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var notes = new List<string>();
        while (await reader.ReadAsync(stop))
            notes.Add(reader.GetString(0));
        return notes;
    }

    private static NpgsqlCommand With(NpgsqlConnection connection, string sql, Guid officer) =>
        new(sql, connection) { Parameters = { SqlParameter.Of(officer) } };
}

/// <summary>A record holds more than one request may take.</summary>
internal sealed class DossierTooLargeException : Exception;

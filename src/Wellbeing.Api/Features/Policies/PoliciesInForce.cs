using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Features.Policies;

/// <summary>
/// The policies by which decisions are taken, held in memory. What this node adopts counts at once, and what another one
/// adopts within a second; a request never waits for them. On a new database it adopts what the product ships.
/// </summary>
internal sealed partial class PoliciesInForce(
    NpgsqlDataSource database,
    EventJournal journal,
    BureauCalendar calendar,
    ILogger<PoliciesInForce> log
) : BackgroundService, IPolledDuty
{
    private readonly CommitSignal _adopted = new();
    private readonly SemaphoreSlim _loading = new(1);
    private volatile Held? _held;

    /// <summary>The policies; waits only where the database was away since the start.</summary>
    /// <exception cref="TimeoutException">The first versions are not on record yet.</exception>
    public async ValueTask<PolicyBook> GetAsync(CancellationToken stop) => (_held ?? await LoadAsync(stop)).Book;

    /// <summary>The rules' data and the deadlines, as they are on record by now.</summary>
    /// <exception cref="TimeoutException">The first versions are not on record yet.</exception>
    public async Task<RuleBook> RulesAsync(CancellationToken stop)
    {
        var held = await LoadAsync(stop);
        return new RuleBook(held.Rules, held.Book.Warnings, calendar);
    }

    /// <summary>Takes in what was adopted just now.</summary>
    public async Task RefreshAsync(CancellationToken stop) => await LoadAsync(stop);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var adopted = _adopted.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await adopted.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    public string Question { get; } =
        "SELECT count(*) FROM events.mt_events WHERE stream_id IN ("
        + string.Join(", ", PolicyStreams.Ids.Select(x => $"'{x}'"))
        + ")";

    public void Answered(long answer)
    {
        if (_held?.Count != answer)
            _adopted.Wake();
    }

    private async Task TryAsync(CancellationToken stop)
    {
        try
        {
            await LoadAsync(stop);
        }
        catch (Exception failure) when (failure is NpgsqlException or SealUnavailableException or TimeoutException)
        {
            NotLoaded(failure);
        }
    }

    private async Task<Held> LoadAsync(CancellationToken stop)
    {
        await _loading.WaitAsync(stop);
        try
        {
            var adopted = await ReadAsync(stop);
            if (Missing(adopted) is { Count: > 0 } missing)
            {
                var batch = journal.Open();
                foreach (var kind in missing)
                    batch.Add(Initial(kind));
                // A conflict says that another node was faster; what it adopted is read like all else.
                await journal.CommitAsync(batch, stop);
                adopted = await ReadAsync(stop);
                // Something holds a row for long: without all policies nothing is decided, and the next pass tries again.
                if (Missing(adopted).Count > 0)
                    throw new TimeoutException("The first versions of the policies are not on record yet.");
            }
            return _held = new Held(
                new PolicyBook(adopted.Select(x => x.Version)),
                adopted.Count,
                [
                    .. adopted
                        .Where(x => x.Version.Rules is not null)
                        .Select(x => new RuleVersion(
                            x.Version.Version,
                            x.Version.ValidFrom,
                            x.RecordedAt,
                            x.Version.Rules!
                        )),
                ]
            );
        }
        finally
        {
            _loading.Release();
        }
    }

    private static List<PolicyKind> Missing(List<Adopted> adopted) =>
        [.. Enum.GetValues<PolicyKind>().Except(adopted.Select(x => x.Version.Kind))];

    private JournalEntry Initial(PolicyKind kind) =>
        new(
            StreamKind.Policy,
            PolicyStreams.IdOf(kind),
            0,
            null,
            [
                .. InitialPolicies
                    .All.Where(x => x.Kind == kind)
                    .Select(x => new NewEvent(PolicyStreams.InitialId(x), x, journal.Now)),
            ],
            new Author(Actors.InitialPolicy, null)
        );

    // From the events themselves: they are there even while the read models are made anew.
    private async Task<List<Adopted>> ReadAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "SELECT data, timestamp FROM events.mt_events WHERE stream_id = ANY ($1) ORDER BY stream_id, version"
        );
        command.Parameters.Add(SqlParameter.Of(PolicyStreams.Ids));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var adopted = new List<Adopted>();
        while (await reader.ReadAsync(stop))
            adopted.Add(
                new Adopted(
                    JsonSerializer.Deserialize<PolicyAdopted>(reader.GetFieldValue<byte[]>(0), CareJson.Options)!,
                    reader.GetFieldValue<DateTimeOffset>(1)
                )
            );
        return adopted;
    }

    [LoggerMessage(LogLevel.Warning, "The policies could not be read; those read before stay in force.")]
    private partial void NotLoaded(Exception failure);

    private sealed record Adopted(PolicyAdopted Version, DateTimeOffset RecordedAt);

    private sealed record Held(PolicyBook Book, int Count, IReadOnlyList<RuleVersion> Rules);
}

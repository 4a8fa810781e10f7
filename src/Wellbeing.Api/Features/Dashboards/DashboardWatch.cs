using Npgsql;
using Wellbeing.Api.Features.Audit;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>A dashboard's figures as they stand.</summary>
/// <param name="At">Every event up to this number is counted.</param>
/// <param name="Known">What changed after this number is known; -1 where nothing is.</param>
/// <param name="Figures">All of them.</param>
/// <param name="Changed">Of each, a number up to which its last change had come; the first reading is none.</param>
internal sealed record DashboardState(
    long At,
    long Known,
    IReadOnlyList<DashboardFigure> Figures,
    IReadOnlyList<long> Changed
)
{
    /// <summary>The figures that are not as they were; all where it is not known how they were.</summary>
    public IReadOnlyList<DashboardFigure> ChangedAfter(long seq) =>
        seq < Known ? Figures : [.. Figures.Where((_, i) => Changed[i] > seq)];

    /// <summary>The same against another state.</summary>
    public IReadOnlyList<DashboardFigure> ChangedSince(DashboardState other) =>
        [.. Figures.Where((x, i) => x != other.Figures[i])];

    /// <summary>With what was read anew.</summary>
    /// <param name="at">Every event up to here is counted.</param>
    /// <param name="upTo">No event after it is.</param>
    /// <param name="figures">All figures.</param>
    public DashboardState With(long at, long upTo, IReadOnlyList<DashboardFigure> figures) =>
        new(at, Known, figures, [.. figures.Select((x, i) => x == Figures[i] ? Changed[i] : upTo)]);
}

/// <summary>
/// One dashboard that any number of readers follow: what an event can change is read once for all of them, and not more
/// often than a few times a second.
/// </summary>
internal sealed class DashboardWatch(
    DashboardAsked asked,
    DashboardReader reader,
    EventArrivals arrivals,
    HighWater highWater,
    NpgsqlDataSource database,
    TimeProvider clock
)
{
    private const string Types = "SELECT DISTINCT type::text FROM events.mt_events WHERE seq_id > $1 AND seq_id <= $2";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = Next();
    private DashboardState? _state;

    public string Key => asked.Key;

    /// <summary>What tells it from another of the same dashboard: which of what came by then each has read is its own.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>How many follow it; the watches' to count.</summary>
    public int Readers { get; set; }

    /// <summary>Ends when nobody follows it any more.</summary>
    public CancellationTokenSource Ending { get; } = new();

    /// <summary>The state as soon as it differs from one that is known, or the first there is.</summary>
    public async Task<DashboardState> AfterAsync(DashboardState? known, CancellationToken stop)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_state is { } state && (known is null || state.ChangedSince(known).Count > 0))
                    return state;
                next = _next.Task;
            }
            await next.WaitAsync(stop);
        }
    }

    /// <summary>Keeps the figures up to date; whoever waits is told why it cannot.</summary>
    public async Task RunAsync(SemaphoreSlim turn, Action reading)
    {
        var stop = Ending.Token;
        using var watching = arrivals.Watch();
        try
        {
            var parts = new IReadOnlyList<DashboardFigure>[reader.Parts.Count];
            for (var at = -1L; ; )
            {
                var settled = await arrivals.BeyondAsync(at, stop);
                var changed = at < 0 ? [.. reader.Parts.Select((_, i) => i)] : await ChangedAsync(at, settled, stop);
                at = settled;
                if (changed.Count == 0)
                {
                    Tell(_state! with { At = at });
                    continue;
                }
                // One at a time on a node: however many dashboards are followed, requests have the database.
                await turn.WaitAsync(stop);
                try
                {
                    reading();
                    foreach (var part in changed)
                        parts[part] = await reader.Parts[part].ReadAsync(asked.Span, asked.Scope, stop);
                }
                finally
                {
                    turn.Release();
                }
                var upTo = (await highWater.ReadAsync(stop)).Last;
                IReadOnlyList<DashboardFigure> figures = [.. parts.SelectMany(x => x)];
                Tell(_state?.With(at, upTo, figures) ?? new(at, upTo, figures, [.. figures.Select(_ => -1L)]));
                await Task.Delay(Between, clock, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody follows it any more.
        }
        catch (Exception failure)
        {
            // The readers' answers end with it; they come again.
            _next.SetException(failure);
        }
    }

    /// <summary>The parts that events can have changed.</summary>
    private async Task<List<int>> ChangedAsync(long after, long upTo, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Types);
        command.Parameters.Add(SqlParameter.Of(after));
        command.Parameters.Add(SqlParameter.Of(upTo));
        var stored = new List<string>();
        await using var types = await command.ExecuteReaderAsync(stop);
        while (await types.ReadAsync(stop))
            stored.Add(types.GetString(0));
        return [.. Enumerable.Range(0, reader.Parts.Count).Where(i => stored.Exists(reader.Parts[i].Counts))];
    }

    private void Tell(DashboardState state)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            _state = state;
            (told, _next) = (_next, Next());
        }
        told.SetResult();
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using System.Text.RegularExpressions;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Marten.Subscriptions;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Domain;

namespace Wellbeing.Api.Background;

/// <summary>
/// A subscription of the daemon whose work is SQL over a page's range of sequence numbers, in the transaction that stores its
/// progress. The daemon passes a number that is missing for a second; so a page first waits until no append is under way
/// that could still store one (<see cref="HighWater" />), and reads the range itself: an event that commits late is in it.
/// </summary>
internal abstract partial class SettledSubscription : SubscriptionBase
{
    // Asked when a page comes: the store is made before what works with it.
    private readonly IServiceProvider _services;

    protected SettledSubscription(string duty, IServiceProvider services, IEnumerable<EventType> types)
    {
        (Name, _services) = (duty, services);
        // The daemon loads events only to know that there are some; the range is read by SQL.
        foreach (var type in types)
            IncludeType(type.Type);
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        var highWater = _services.GetRequiredService<HighWater>();
        while (await highWater.ReachAsync(cancellationToken) is null) { }
        await QueueAsync(_services, operations, page.SequenceFloor, page.SequenceCeiling, cancellationToken);
        return new AfterCommit(() =>
        {
            // One that fails is paused by the daemon, which StalledSessions says, and started again.
            _services.GetRequiredService<Duties>().Done(Name);
            Committed(_services);
        });
    }

    /// <summary>Queues the statements for events above <paramref name="floor" /> and up to <paramref name="ceiling" />.</summary>
    protected abstract Task QueueAsync(
        IServiceProvider services,
        IDocumentOperations operations,
        long floor,
        long ceiling,
        CancellationToken stop
    );

    /// <summary>The statements are committed, with the progress.</summary>
    protected abstract void Committed(IServiceProvider services);

    /// <summary>Queues a statement whose parameters are numbered, as they are everywhere else.</summary>
    protected static void Queue(IDocumentOperations operations, string sql, params object[] values)
    {
        var ordered = new List<object>();
        var text = Numbered()
            .Replace(
                sql,
                match =>
                {
                    ordered.Add(
                        values[int.Parse(match.ValueSpan[1..], System.Globalization.CultureInfo.InvariantCulture) - 1]
                    );
                    return "^";
                }
            );
        // A question mark is an operator of jsonb.
        operations.QueueSqlCommand('^', text, [.. ordered]);
    }

    [GeneratedRegex(@"\$\d+", RegexOptions.None, 1000)]
    private static partial Regex Numbered();

    private sealed class AfterCommit(Action committed) : IChangeListener
    {
        public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            committed();
            return Task.CompletedTask;
        }

        public Task BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) =>
            Task.CompletedTask;
    }
}

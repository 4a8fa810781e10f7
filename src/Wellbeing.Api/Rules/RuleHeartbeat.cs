using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wolverine;

namespace Wellbeing.Api.Rules;

/// <summary>
/// Claims who is due and publishes <see cref="JudgeSubject" /> for each: once a second for what falls due by time, and as
/// soon as the subscription has marked somebody. Every node does; a row is claimed by one.
/// </summary>
internal sealed class RuleHeartbeat(
    DueSubjects due,
    HighWater highWater,
    RuleActivation activation,
    WolverineStart wolverine,
    Duties duties,
    TimeProvider clock
) : BackgroundService, IPolledDuty
{
    // However much is recorded, what is marked within this time is claimed together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Woken where there is something to claim.</summary>
    public CommitSignal Marked { get; } = new();

    public string Question => DueSubjects.Waiting;

    public void Answered(long answer)
    {
        if (answer > 0)
            Marked.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var marked = Marked.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ClaimAsync(stoppingToken);
                duties.Done(nameof(RuleHeartbeat));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: what is due stays due.
                duties.Failed(nameof(RuleHeartbeat), failure);
            }
            await Task.Delay(Pause, clock, stoppingToken);
            await marked.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
        }
    }

    private async Task ClaimAsync(CancellationToken stop)
    {
        if (wolverine.Bus is not { } bus)
            return;
        await activation.FromAsync(stop);
        var (now, claim) = (clock.GetUtcNow().ToUniversalTime(), Guid.NewGuid());
        var subjects = await due.ClaimAsync(claim, now, stop);
        // After the claim: an event that marked somebody lies below, or takes the claim away. Before the judgement: an append
        // that is under way may have been recorded before now.
        if (subjects.Count == 0 || await highWater.ReachAsync(stop) is not { } upTo)
            return;
        // The deadline counts from when this is set.
        var withinLease = new DeliveryOptions { DeliverWithin = DueSubjects.Lease };
        foreach (var subject in subjects)
            await bus.PublishAsync(new JudgeSubject(subject, claim, now, upTo), withinLease);
    }
}

using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Watched;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Tells webhooks what came on record. Every node looks four times a second; one at a time puts events into the lines, all
/// of them deliver. Each webhook has a task of its own: one that does not answer keeps no other waiting.
/// </summary>
internal sealed partial class WebhookRunner(
    Deliveries deliveries,
    HighWater highWater,
    WebhookSender sender,
    WebhookSettings settings,
    TimeProvider clock,
    ILogger<WebhookRunner> log
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan TriedAgain = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, Task> _delivering = [];

    private DateTimeOffset Now => Instants.Truncate(clock.GetUtcNow().ToUniversalTime());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        try
        {
            do
            {
                try
                {
                    while (await StepAsync(stoppingToken)) { }
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    // Nothing is lost: what is to be told is on record.
                    NotLooked(failure);
                    await Task.Delay(TriedAgain, clock, stoppingToken);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_delivering.Values);
        }
    }

    /// <summary>Looks once; true where more events wait to be put in line.</summary>
    private async Task<bool> StepAsync(CancellationToken stop)
    {
        var looked = await deliveries.LookAsync(Now, stop);
        foreach (var webhook in looked.Where(x => x.Due && !IsDelivering(x.Id)))
            _delivering[webhook.Id] = DeliverAsync(webhook.Id, stop);
        foreach (var over in _delivering.Where(x => x.Value.IsCompleted).Select(x => x.Key).ToList())
            _delivering.Remove(over);
        // Without a webhook the look is all that it costs. Appends under way are waited for, and looked at again if they take long.
        return looked.Exists(x => x.Behind)
            && await highWater.ReachAsync(stop) is { } upTo
            && await deliveries.LineUpAsync(upTo, Now, stop);
    }

    private bool IsDelivering(Guid webhook) => _delivering.TryGetValue(webhook, out var task) && !task.IsCompleted;

    /// <summary>Delivers until nothing is due.</summary>
    private async Task DeliverAsync(Guid webhook, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var now = Now;
                if (await deliveries.FindAsync(webhook, now, stop) is not { } endpoint)
                    return;
                var claimed = await deliveries.ClaimAsync(webhook, now, now + settings.Lease, stop);
                if (claimed.Count == 0)
                    return;
                await Task.WhenAll(claimed.Select(x => TellAsync(endpoint, x, stop)));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It goes on after the next start.
        }
        catch (Exception failure)
        {
            // It is still in the line, and is taken on again.
            NotDelivered(webhook, failure);
            await Task.Delay(TriedAgain, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(Endpoint endpoint, Claimed claimed, CancellationToken stop)
    {
        if (claimed.Told is not { } told)
        {
            await deliveries.DoneAsync(endpoint.Id, claimed);
            return;
        }
        Attempt attempt;
        try
        {
            attempt = await sender.SendAsync(endpoint.Url, told, endpoint.Secrets, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // An attempt that was broken off here says nothing about the receiver.
            await deliveries.NotDoneAsync(endpoint.Id, claimed, claimed.Attempts, new(null, null), Now, Now);
            return;
        }
        if (attempt.Delivered)
        {
            Counters.Attempted("delivered");
            await deliveries.DoneAsync(endpoint.Id, claimed);
        }
        else if (attempt.Gone)
        {
            Counters.Attempted("gone");
            await deliveries.PauseAsync(endpoint.Id);
            await deliveries.NotDoneAsync(endpoint.Id, claimed, claimed.Attempts, attempt, Now, Now);
            Gone(endpoint.Id);
        }
        else
            await FailAsync(endpoint, claimed, attempt);
    }

    private async Task FailAsync(Endpoint endpoint, Claimed claimed, Attempt attempt)
    {
        var (now, failed) = (Now, claimed.Attempts + 1);
        var again = now + settings.DelayAfter(failed);
        await deliveries.NotDoneAsync(endpoint.Id, claimed, failed, attempt, again, now);
        Counters.Attempted(again is null ? "dead" : "failed");
        if (again is null)
            Dead(endpoint.Id, claimed.EventId, failed);
    }

    [LoggerMessage(LogLevel.Warning, "Webhooks could not be looked after; it is tried again.")]
    private partial void NotLooked(Exception failure);

    [LoggerMessage(LogLevel.Warning, "What webhook {Webhook} is to be told could not be sent; it is tried again.")]
    private partial void NotDelivered(Guid webhook, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} answered 410 and is paused.")]
    private partial void Gone(Guid webhook);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} did not take event {Event} in {Attempts} attempts.")]
    private partial void Dead(Guid webhook, Guid @event, int attempts);
}

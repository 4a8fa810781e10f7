using Wellbeing.Api.Background;
using Wellbeing.Api.Observability;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// What is due of a webhook's queue is to be delivered. The message is not durable: the rows in <c>webhooks.deliveries</c> are.
/// </summary>
/// <param name="WebhookId">The webhook.</param>
public sealed record DeliverWebhook(Guid WebhookId);

/// <summary>Handles <see cref="DeliverWebhook" />.</summary>
public static class DeliverWebhookHandler
{
    /// <summary>Delivers until nothing is due.</summary>
    public static Task HandleAsync(DeliverWebhook message, IWebhookDelivery delivery, CancellationToken stop) =>
        delivery.DeliverAsync(message.WebhookId, stop);
}

/// <summary>Delivers to a webhook.</summary>
public interface IWebhookDelivery
{
    /// <summary>Delivers until nothing is due.</summary>
    Task DeliverAsync(Guid webhook, CancellationToken stop);
}

internal sealed partial class WebhookDelivery(
    Deliveries deliveries,
    WebhookSender sender,
    WebhookSettings settings,
    WebhookHeartbeat heartbeat,
    Duties duties,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<WebhookDelivery> log
) : IWebhookDelivery
{
    private DateTimeOffset Now => Instants.Truncate(clock.GetUtcNow().ToUniversalTime());

    public async Task DeliverAsync(Guid webhook, CancellationToken stop)
    {
        // A handler has a time limit of its own; how long a receiver may take is the sender's.
        _ = stop;
        var stopping = lifetime.ApplicationStopping;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var now = Now;
                if (await deliveries.FindAsync(webhook, now, stopping) is not { } endpoint)
                    break;
                var claimed = await deliveries.ClaimAsync(webhook, now, now + settings.Lease, stopping);
                if (claimed.Count == 0)
                    break;
                await Task.WhenAll(claimed.Select(x => TellAsync(endpoint, x, stopping)));
            }
            duties.Done(nameof(DeliverWebhook));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It goes on after the next start.
        }
        catch (Exception failure)
        {
            // It is still in the queue: the next beat publishes the next message.
            duties.Failed(nameof(DeliverWebhook), failure);
            NotDelivered(webhook, failure);
        }
        finally
        {
            heartbeat.Through(webhook);
        }
    }

    private async Task TellAsync(Endpoint endpoint, ClaimedDelivery claimed, CancellationToken stop)
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

    private async Task FailAsync(Endpoint endpoint, ClaimedDelivery claimed, Attempt attempt)
    {
        var (now, failed) = (Now, claimed.Attempts + 1);
        var again = now + settings.DelayAfter(failed) is { } usual
            ? settings.Spread(usual, now, attempt.RetryAfter)
            : (DateTimeOffset?)null;
        await deliveries.NotDoneAsync(endpoint.Id, claimed, failed, attempt, again, now);
        Counters.Attempted(again is null ? "dead" : "failed");
        if (again is null)
            Dead(endpoint.Id, claimed.EventId, failed);
    }

    [LoggerMessage(LogLevel.Warning, "What webhook {Webhook} is to be told could not be sent; it is tried again.")]
    private partial void NotDelivered(Guid webhook, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} answered 410 and is paused.")]
    private partial void Gone(Guid webhook);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} did not take event {Event} in {Attempts} attempts.")]
    private partial void Dead(Guid webhook, Guid @event, int attempts);
}

using System.Collections.Concurrent;
using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Histories;
using Wolverine.Runtime;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Publishes <see cref="DeliverWebhook" /> for each webhook with a delivery that is due: once a second for those that are
/// tried again, and as soon as the subscription has queued something. Where a webhook is behind the subscription, since
/// it was paused or its queue was full, its queue is filled from the record.
/// </summary>
internal sealed class WebhookHeartbeat(
    Deliveries deliveries,
    WolverineStart wolverine,
    Duties duties,
    TimeProvider clock
) : BackgroundService, IPolledDuty
{
    // However much is recorded, what is queued within this time is published together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, bool> _inHand = [];

    /// <summary>Woken where something may be due.</summary>
    public CommitSignal Enqueued { get; } = new();

    private DateTimeOffset Now => Instants.Truncate(clock.GetUtcNow().ToUniversalTime());

    /// <summary>This node's handler is through with a webhook.</summary>
    public void Through(Guid webhook) => _inHand.TryRemove(webhook, out _);

    public string Question => Deliveries.Waiting;

    public void Answered(long answer)
    {
        if (answer > 0)
            Enqueued.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var lined = Enqueued.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await PublishAsync(stoppingToken)) { }
                duties.Done(nameof(WebhookHeartbeat));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: what is to be told is on record.
                duties.Failed(nameof(WebhookHeartbeat), failure);
            }
            await Task.Delay(Pause, clock, stoppingToken);
            await lined.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
        }
    }

    /// <summary>Looks once; true where more events wait to be queued.</summary>
    private async Task<bool> PublishAsync(CancellationToken stop)
    {
        if (wolverine.Bus is not { } bus)
            return false;
        var looked = await deliveries.LookAsync(Now, stop);
        foreach (var webhook in looked.Where(x => x.Due && _inHand.TryAdd(x.Id, true)))
            await SendAsync(bus, webhook.Id);
        return looked.Exists(x => x.Behind) && await deliveries.EnqueueAsync(Now, stop);
    }

    // A queue of its own: one that does not answer keeps no other waiting.
    private async Task SendAsync(MessageBus bus, Guid webhook)
    {
        try
        {
            await bus.EndpointFor(new Uri($"local://{QueueOf(webhook)}")).SendAsync(new DeliverWebhook(webhook));
        }
        catch
        {
            Through(webhook);
            throw;
        }
    }

    /// <summary>Name of a webhook's queue.</summary>
    public const string Queues = "webhook-";

    private static string QueueOf(Guid webhook) => $"{Queues}{webhook:N}";
}

using Marten;
using Wellbeing.Api.Background;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Webhooks;

/// <summary>Puts events into the queue of active webhooks, in the transaction that stores how far the subscription has come.</summary>
internal sealed class WebhookSubscription(IServiceProvider services)
    : SettledSubscription(DutyNames.Webhooks, services, WebhookTypes.Sent.Select(x => Catalogue.Named(x)!))
{
    protected override Task QueueAsync(
        IServiceProvider services,
        IDocumentOperations operations,
        long floor,
        long ceiling,
        CancellationToken stop
    )
    {
        var now = Instants.Truncate(services.GetRequiredService<TimeProvider>().GetUtcNow().ToUniversalTime());
        operations.QueueSqlCommand(Deliveries.LockActive);
        Queue(operations, Deliveries.Enqueue, ceiling, now, WebhookTypes.Sent);
        return Task.CompletedTask;
    }

    protected override void Committed(IServiceProvider services) =>
        services.GetRequiredService<WebhookHeartbeat>().Enqueued.Wake();
}

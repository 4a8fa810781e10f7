using Wellbeing.Api.Background;
using Wellbeing.Api.Features.Webhooks;

namespace Wellbeing.Api.Webhooks;

/// <summary>Puts webhooks into the host.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton(s => WebhookSettings.Of(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<Registering>();
        services.AddSingleton<Changing>();
        services.AddSingleton<IWebhookDelivery, WebhookDelivery>();
        services.AddSingleton<WebhookHeartbeat>();
        services.AddPolledDuty<WebhookHeartbeat>();
        services.AddHealthChecks().AddCheck<WebhooksCheck>("webhooks");
        return services;
    }
}

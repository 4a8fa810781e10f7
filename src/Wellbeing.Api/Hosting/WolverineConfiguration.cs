using JasperFx;
using JasperFx.CodeGeneration;
using Wellbeing.Api.Background;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Rules;
using Wellbeing.Api.Webhooks;
using Wolverine;
using Wolverine.Configuration;
using Wolverine.ErrorHandling;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace Wellbeing.Api.Hosting;

/// <summary>Every message of the service, with its queue and what becomes of it when its handler fails.</summary>
internal static class WolverineConfiguration
{
    /// <summary>Schema of the messages' tables.</summary>
    public const string Schema = "messaging";

    /// <summary>All messages: each says that a table lists something to do.</summary>
    public static readonly IReadOnlyList<Type> Messages =
    [
        typeof(JudgeSubject),
        typeof(DeliverWebhook),
        typeof(EraseOfficer),
    ];

    public static void AddWellbeingMessaging(this IHostApplicationBuilder builder)
    {
        builder.UseWolverine(options =>
        {
            // Nothing that has to move within seconds is a durable message: an idle node asks for them seldom.
            options.Durability.ScheduledJobPollingTime = TimeSpan.FromMinutes(1);
            options.Durability.NodeReassignmentPollingTime = TimeSpan.FromMinutes(1);
            options.Durability.OrphanedMessageSweepPollingTime = TimeSpan.FromMinutes(1);
            options.Durability.UpdateMetricsPeriod = TimeSpan.FromMinutes(1);
            options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
#if PREGENERATED
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
#else
            options.UseRuntimeCompilation();
#endif
            // By name: which assembly is searched depends on who started the first host of the process.
            options.Discovery.IncludeType(typeof(JudgeSubjectHandler));
            options.Discovery.IncludeType(typeof(DeliverWebhookHandler));
            options.Discovery.IncludeType(typeof(EraseOfficerHandler));
            options.Policies.UseDurableLocalQueues();
            options.Policies.UseDurableOutboxOnAllSendingEndpoints();

            // Whom it is about stands in rules.due, and is claimed anew: the message is kept in memory, and given up.
            options.PublishMessage<JudgeSubject>().ToLocalQueue("rules").BufferedInMemory().MaximumParallelMessages(4);
            // Whose erasure is confirmed stands in the officer's record.
            options.PublishMessage<EraseOfficer>().ToLocalQueue("erasures").BufferedInMemory().Sequential();
            // A queue for each webhook, made when the first message comes; what it is to be told stands in webhooks.deliveries.
            options.Policies.Add(new WebhookQueues());
            options.Policies.Add<TablesAreTheTruth>();
        });
        // The runtime's own start would end the process where the database is away. It is the first service that Wolverine hosts.
        var start = builder.Services.First(x =>
            x.ServiceType == typeof(IHostedService)
            && x.ImplementationFactory?.Method.DeclaringType?.DeclaringType == typeof(HostBuilderExtensions)
        );
        builder.Services.Remove(start);
        builder.Services.AddSingleton<WolverineStart>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WolverineStart>());
    }

    private sealed class WebhookQueues : IEndpointPolicy
    {
        public void Apply(Wolverine.Configuration.Endpoint endpoint, IWolverineRuntime runtime)
        {
            if (endpoint.EndpointName.StartsWith(WebhookHeartbeat.Queues, StringComparison.Ordinal))
                endpoint.Mode = EndpointMode.BufferedInMemory;
        }
    }

    /// <summary>
    /// A message of work that a table lists is tried again a few times and then given up: the row is still there, and its
    /// heartbeat publishes the next message for it.
    /// </summary>
    private sealed class TablesAreTheTruth : IHandlerPolicy
    {
        public void Apply(IReadOnlyList<HandlerChain> chains, GenerationRules rules, IServiceContainer container)
        {
            foreach (var chain in chains.Where(x => Messages.Contains(x.MessageType)))
                chain
                    .OnAnyException()
                    .RetryWithCooldown(
                        TimeSpan.FromMilliseconds(100),
                        TimeSpan.FromMilliseconds(500),
                        TimeSpan.FromSeconds(2)
                    )
                    .WithFullJitter()
                    .Then.Discard();
        }
    }
}

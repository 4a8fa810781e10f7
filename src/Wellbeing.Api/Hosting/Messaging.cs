using JasperFx;
using Wolverine;

namespace Wellbeing.Api.Hosting;

/// <summary>Messages: what leaves goes through a durable outbox, and what arrives is handled once.</summary>
internal static class Messaging
{
    /// <summary>Schema of the messages' tables.</summary>
    public const string Schema = "messaging";

    public static void AddWellbeingMessaging(this IHostApplicationBuilder builder) =>
        builder.UseWolverine(options =>
        {
            options.AutoBuildMessageStorageOnStartup = AutoCreate.None;
            // A database that is away at the start is said by /readyz; the server waits for it.
            options.ResourceMigrationFailureMode = ResourceMigrationFailureMode.ContinueOnFailures;
#if PREGENERATED
            options.CodeGeneration.TypeLoadMode = JasperFx.CodeGeneration.TypeLoadMode.Static;
#else
            options.UseRuntimeCompilation();
#endif
            options.Policies.UseDurableLocalQueues();
            options.Policies.UseDurableOutboxOnAllSendingEndpoints();
        });
}

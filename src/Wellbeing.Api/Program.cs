using Wellbeing.Api.Background;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Accesses;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Dossiers;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Features.Imports;
using Wellbeing.Api.Features.Notices;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Features.Reviews;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Rules;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Webhooks;

namespace Wellbeing.Api;

/// <summary>The program: reads like a table of contents.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>The host: services, Marten, Wolverine, endpoints.</summary>
    /// <param name="args">Settings from the command line.</param>
    /// <param name="also">Services beside the server's own, such as handlers of its messages.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? also = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddWellbeingHttp();
        builder.AddWellbeingSecurity();
        builder.AddWellbeingOpenApi();
        builder.AddWellbeingHealth();
        builder.AddWellbeingTelemetry();
        builder.AddWellbeingLog();
        builder.AddWellbeingPersistence();
        builder.AddWellbeingMessaging();
        // They start in this order: what an event is authenticated with, the log, which may not begin after the first event,
        // and the policies, whose first versions are the first events.
        builder.Services.AddSeal();
        builder.Services.AddLedger(builder.Configuration);
        builder.Services.AddSingleton<PoliciesInForce>();
        builder.Services.AddPolledDuty<PoliciesInForce>();
        builder.Services.AddHealthChecks().AddCheck<CalendarCheck>("calendar");
        builder.Services.AddErasures();
        builder.Services.AddSingleton<Idempotency>();
        builder.Services.AddSingleton<AppendPipeline>();
        builder.Services.AddSingleton<AccessScopes>();
        builder.Services.AddSingleton<CareRecords>();
        builder.Services.AddSingleton<CareList>();
        builder.Services.AddSingleton<UnitRecords>();
        builder.Services.AddSingleton<UnitList>();
        builder.Services.AddSingleton<ReviewFigures>();
        builder.Services.AddSingleton<GetOfficer>();
        builder.Services.AddSingleton<DiscloseRecord>();
        builder.Services.AddSingleton<AccessLog>();
        builder.Services.AddSingleton<DossierReader>();
        builder.Services.AddSingleton<ExportDossier>();
        builder.Services.AddSingleton<FilesInHand>();
        builder.Services.AddSingleton<PostImport>();
        builder.Services.AddSingleton(services =>
        {
            var secrets = services.GetRequiredService<Secrets>();
            return new Cursors(() => secrets.Derive("cursors"));
        });
        builder.Services.AddSingleton<HighWater>();
        builder.Services.AddSingleton<EventArrivals>();
        builder.Services.AddSingleton<EventStreams>();
        builder.Services.AddSingleton<Inbox>();
        builder.Services.AddSingleton<StreamNotices>();
        builder.Services.AddHonours();
        builder.Services.AddBackgroundDuties();
        builder.Services.AddRules();
        builder.Services.AddWebhooks();
        also?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseWellbeingHttp();
        app.UseWellbeingOpenApi();
        app.MapProbes();
        app.MapSecurityTxt();
        app.MapWellbeing();
        return app;
    }
}

using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wellbeing.Api.Observability;

/// <summary>
/// Traces and metrics. They leave by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says whereto, metrics also by the admin
/// port; with neither, nothing of it is loaded.
/// </summary>
internal static class Telemetry
{
    private static readonly string[] Meters =
    [
        Counters.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
        "Npgsql",
        "Marten*",
        "Wolverine*",
    ];

    public static void AddWellbeingTelemetry(this WebApplicationBuilder builder)
    {
        var exported = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var admin = AdminAddress.Of(builder.Configuration);
        if (!exported && admin is null)
            return;
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => Name(resource, builder.Configuration))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (admin is not null)
                    metrics.AddReader(services => services.GetRequiredService<MetricsPage>().Reader);
                if (exported)
                    metrics.AddOtlpExporter();
            });
        if (admin is not null)
        {
            builder.Services.AddSingleton(admin);
            builder.Services.AddSingleton<MetricsPage>();
            builder.Services.AddHostedService<AdminSite>();
        }
        if (!exported)
            return;
        // What is attached to spans as events are exceptions, with their messages.
        builder.Configuration["OTEL_SPAN_EVENT_COUNT_LIMIT"] = "0";
        telemetry.WithTracing(traces =>
            traces
                .AddAspNetCoreInstrumentation(requests =>
                    requests.Filter = request => !Hosting.Health.IsProbe(request.Request.Path)
                )
                .AddSource(Counters.Name, "Npgsql", "Marten", "Wolverine")
                .AddProcessor(new PrivateSpans())
                .AddOtlpExporter()
        );
    }

    private static void Name(ResourceBuilder resource, ConfigurationManager configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_SERVICE_NAME"]))
            resource.AddService("wellbeing");
    }
}

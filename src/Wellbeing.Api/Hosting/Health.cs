using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Observability;
using Wellbeing.Domain;

namespace Wellbeing.Api.Hosting;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    // A probe has a deadline too: no answer is worse than a bad one. It holds for every check, so that none holds up the rest.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly byte[] Alive = JsonSerializer.SerializeToUtf8Bytes(
        new { status = Word(HealthStatus.Healthy), version = ProductVersion.Text }
    );

    public static void AddWellbeingHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddSingleton<ProjectionsCheck>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<ProjectionsCheck>("projections");
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
                check.Timeout = Patience;
        });
    }

    /// <summary>Whether a path is a probe's, as routes match it: in any case, with or without a slash at its end.</summary>
    public static bool IsProbe(PathString path) =>
        (
            path.StartsWithSegments("/livez", StringComparison.OrdinalIgnoreCase, out var rest)
            || path.StartsWithSegments("/readyz", StringComparison.OrdinalIgnoreCase, out rest)
        ) && rest.Value is "" or "/";

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/livez", Methods, LiveAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods("/readyz", Methods, ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task LiveAsync(HttpContext context)
    {
        SetHeaders(context.Response);
        await context.Response.Body.WriteAsync(Alive, context.RequestAborted);
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var report = await context.RequestServices.GetRequiredService<Readiness>().AskAsync(context.RequestAborted);
        SetHeaders(context.Response);
        if (report.Status == HealthStatus.Unhealthy)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await AnswerAsync(context, report);
    }

    private static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
    }

    // Descriptions stay inside: that of a check which threw is the exception's message.
    private static async Task AnswerAsync(HttpContext context, HealthReport report)
    {
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("status", Word(report.Status));
            json.WriteStartObject("checks");
            foreach (var (name, entry) in report.Entries)
            {
                json.WriteStartObject(name);
                json.WriteString("status", Word(entry.Status));
                foreach (var (key, value) in entry.Data)
                {
                    json.WritePropertyName(key);
                    JsonSerializer.Serialize(json, value, value.GetType());
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static string Word(HealthStatus status) => EnumNames.Of(status);

    /// <summary>The database answers, and the schema is there. No table is touched: a rebuild may hold them.</summary>
    private sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                await using var command = database.CreateCommand(
                    "SELECT to_regclass('readmodels.mt_doc_unit') IS NOT NULL"
                );
                return await command.ExecuteScalarAsync(cancellationToken) is true
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("The schema is not there.");
            }
            catch (NpgsqlException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.");
            }
        }
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Watched;

namespace Wellbeing.Api.Hosting;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    // Whoever probes has a deadline too: no answer is worse than a bad one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly HealthCheckOptions Live = new() { Predicate = _ => false };
    private static readonly HealthCheckOptions Ready = new() { ResponseWriter = AnswerAsync };

    public static void AddWellbeingHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProjectionsCheck>();
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: Patience)
            .AddCheck<ProjectionsCheck>("projections", timeout: Patience);
    }

    /// <summary>Whether a path is a probe's, as routes match it: in any case, with or without a slash at its end.</summary>
    public static bool IsProbe(PathString path) =>
        (
            path.StartsWithSegments("/livez", StringComparison.OrdinalIgnoreCase, out var rest)
            || path.StartsWithSegments("/readyz", StringComparison.OrdinalIgnoreCase, out rest)
        ) && rest.Value is "" or "/";

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/livez", Live).AllowAnonymous();
        routes.MapHealthChecks("/readyz", Ready).AllowAnonymous();
    }

    // Descriptions stay inside: that of a check which threw is the exception's message.
    private static async Task AnswerAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
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

    private static string Word(HealthStatus status) => Journal.Word.Of(status);

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
                await using var command = database.CreateCommand("SELECT to_regclass('readmodels.units') IS NOT NULL");
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

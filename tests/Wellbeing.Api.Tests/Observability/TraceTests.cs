using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

/// <summary>What leaves by OTLP is looked at as a collector gets it, to the byte.</summary>
[Collection(ProcessWide.Name)]
public sealed class TraceTests
{
    private const string Secret = "what-somebody-wrote";

    [Fact]
    public async Task what_leaves_says_where_time_went_and_nothing_of_whom_or_what_it_was_about()
    {
        var received = new Received();
        await using var collector = await Site.StartAsync(received.Map);
        await using var server = await Host.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            // Somebody who wants to see the exceptions does not get them.
            ("OTEL_SPAN_EVENT_COUNT_LIMIT", "128")
        );
        var officer = await server.OfficerAsync();
        var nomination = await server.NominationAsync(officer);
        var auditor = server.As(Role.Auditor, sub: Secret);
        await auditor.GetAsync(
            $"officers/{officer.Id}/history?{Secret}={Secret}",
            ("User-Agent", Secret),
            ("Host", Secret),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            ("tracestate", $"desk={Secret}"),
            ("baggage", $"desk={Secret}")
        );
        await auditor.GetAsync($"officers/by-badge/{officer.Badge}");
        await auditor.GetAsync($"/{Secret}/nothing");
        await server.Anonymous.SendAsync(new HttpMethod(Secret), $"/{Secret}", null);
        await server.Administrator().PostAsync("units", $$"""{"name":"{{Secret}}","unitCode":"{{officer.Unit}}"}""");
        await FailAsync(server.Services.GetRequiredService<NpgsqlDataSource>());
        server.Services.GetRequiredService<TracerProvider>().ForceFlush().ShouldBeTrue();
        server.Services.GetRequiredService<MeterProvider>().ForceFlush().ShouldBeTrue();

        var traces = received.Text("/v1/traces");
        traces.ShouldContain("GET /api/v1/officers/{id}/history");
        traces.ShouldContain("/api/v1/officers/by-badge/{badge}");
        traces.ShouldContain("journal commit");
        traces.ShouldContain("postgresql");
        traces.ShouldContain(PostgresErrorCodes.InvalidTextRepresentation);
        var metrics = received.Text("/v1/metrics");
        metrics.ShouldContain("wellbeing.appends");
        foreach (var left in new[] { traces, metrics })
        {
            left.ShouldNotContain(Secret, Case.Insensitive);
            left.ShouldNotContain(officer.Badge);
            left.ShouldNotContain(officer.Unit);
            left.ShouldNotContain(officer.Id.ToString());
            left.ShouldNotContain(nomination.ToString());
            left.ShouldNotContain("SELECT");
            left.ShouldNotContain("exception.message");
            left.ShouldNotContain($"Username={server.Database.Role}");
        }
        received.Paths.ShouldBe(["/v1/metrics", "/v1/traces"]);
    }

    [Fact]
    public async Task probes_leave_no_trace()
    {
        var received = new Received();
        await using var collector = await Site.StartAsync(received.Map);
        await using var server = await Host.StartAsync(
            null,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        );
        await server.Anonymous.GetAsync("/readyz");
        await server.Anonymous.GetAsync("/livez");
        await server.As(Role.Auditor).GetAsync("units");
        server.Services.GetRequiredService<TracerProvider>().ForceFlush().ShouldBeTrue();
        received.Text("/v1/traces").ShouldContain("/api/v1/units");
        received.Text("/v1/traces").ShouldNotContain("/readyz");
        received.Text("/v1/traces").ShouldNotContain("/livez");
    }

    // The literal stands in the statement and in the message of the failure.
    private static async Task FailAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand($"SELECT '{Secret}'::int");
        await Should.ThrowAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync());
    }
}

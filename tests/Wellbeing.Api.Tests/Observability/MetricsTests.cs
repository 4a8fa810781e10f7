using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Observability;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

[Collection(ProcessWide.Name)]
public sealed partial class MetricsTests(MetricsTests.Watched watched) : IClassFixture<MetricsTests.Watched>
{
    private const string Secret = "what-somebody-wrote";

    [Fact]
    public async Task when_an_admin_port_is_given_metrics_are_on_it_and_not_on_the_public_port()
    {
        var (server, admin) = await watched.RunAsync();
        var page = await admin.GetAsync(new Uri("/metrics", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
        page.Headers.Contains("Server").ShouldBeFalse();
        (await server.Anonymous.GetAsync("/metrics")).Refused(404, "not-found");
        (await server.As(Role.Auditor).GetAsync("/metrics")).Refused(404, "not-found");
    }

    [Fact]
    public async Task the_admin_port_answers_the_probes_and_nothing_else()
    {
        var (server, admin) = await watched.RunAsync();
        foreach (var (path, status) in new[] { ("/livez", 200), ("/readyz", 200), ("/api/v1/units", 404), ("/", 404) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", server.Token(Role.Auditor));
            using var reply = await admin.SendAsync(request);
            ((int)reply.StatusCode).ShouldBe(status, path);
        }
    }

    [Fact]
    public async Task when_something_is_put_on_record_it_is_counted_by_stream_and_event()
    {
        var (server, _) = await watched.RunAsync();
        const string series = """wellbeing_appends_total{event="unit_formed",stream="unit"}""";
        var before = await watched.ValueAsync(series);
        await server.UnitAsync();
        (await watched.ValueAsync(series)).ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task when_a_request_is_refused_it_is_counted_by_code()
    {
        var (server, _) = await watched.RunAsync();
        const string series = """wellbeing_refusals_total{code="not-acceptable",status="406"}""";
        var before = await watched.ValueAsync(series);
        (await server.As(Role.Auditor).GetAsync("units", ("Accept", "image/png"))).Refused(406, "not-acceptable");
        (await watched.ValueAsync(series)).ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task when_text_is_disclosed_it_is_counted_by_stream()
    {
        var (server, _) = await watched.RunAsync();
        const string series = """wellbeing_disclosures_total{stream="talk"}""";
        var talk = await server.TalkAsync();
        var before = await watched.ValueAsync(series);
        await server.As(Role.Officer, badge: "nobody").PostAsync($"talks/{talk}/disclosures", new { purpose = Secret });
        (await watched.ValueAsync(series)).ShouldBe(before);
        (await server.As(Role.Auditor).PostAsync($"talks/{talk}/disclosures", new { purpose = Secret })).Done();
        (await watched.ValueAsync(series)).ShouldBe(before + 1);
        (await watched.PageAsync()).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task the_page_holds_nothing_of_whom_a_request_was_about_nor_how_the_database_is_reached()
    {
        var (server, _) = await watched.RunAsync();
        var officer = await server.OfficerAsync();
        await server.As(Role.Auditor).GetAsync($"officers/by-badge/{officer.Badge}?{Secret}={Secret}");
        await server.As(Role.Auditor).GetAsync($"officers?q={Secret}", ("User-Agent", Secret), ("Host", Secret));
        await server.Anonymous.SendAsync(new HttpMethod(Secret), $"/{Secret}", null);
        var page = await watched.PageAsync();
        page.ShouldContain("""http_route="/api/v1/officers/by-badge/{badge}" """.Trim());
        page.ShouldContain("db_client_operation_duration_seconds_bucket");
        page.ShouldNotContain(Secret, Case.Insensitive);
        page.ShouldNotContain(officer.Badge);
        page.ShouldNotContain(officer.Unit);
        // The tests' own pools are named by their connection strings; the server's are not.
        page.ShouldNotContain($"Username={server.Database.Role}");
    }

    [Fact]
    public async Task the_page_is_in_the_text_format()
    {
        var (server, _) = await watched.RunAsync();
        await server.UnitAsync();
        var lines = (await watched.PageAsync()).TrimEnd('\n').Split('\n');
        lines.Where(line => !Line().IsMatch(line)).ShouldBeEmpty();
        var series = lines.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]).ToList();
        series.ShouldBeUnique();
        lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ShouldBeUnique();
        var buckets = lines
            .Where(line =>
                line.StartsWith("http_server_request_duration_seconds_bucket", StringComparison.Ordinal)
                && line.Contains("status_code=\"201\",http_route=\"/api/v1/units\"", StringComparison.Ordinal)
            )
            .Select(line => long.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture))
            .ToList();
        buckets.Count.ShouldBeGreaterThan(10);
        buckets.ShouldBeInOrder();
    }

    [GeneratedRegex(
        """^(# (HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(\{[a-z_0-9]+="([^"\\]|\\.)*"(,[a-z_0-9]+="([^"\\]|\\.)*")*\})? (-?[0-9.]+(E[+-]?[0-9]+)?|NaN|[+-]Inf))$""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Line();

    /// <summary>A server with an admin port, for all tests of the class.</summary>
    public sealed class Watched : IAsyncLifetime
    {
        private readonly Lazy<Task<Host.Running>> _server = new(() => Host.StartAsync(null, ("Admin:Port", "0")));
        private readonly HttpClient _admin = new();

        public ValueTask InitializeAsync() => default;

        public async ValueTask DisposeAsync()
        {
            _admin.Dispose();
            if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
                await (await _server.Value).DisposeAsync();
        }

        internal async Task<(Host.Running Server, HttpClient Admin)> RunAsync()
        {
            var server = await _server.Value;
            _admin.BaseAddress ??= server.Services.GetServices<IHostedService>().OfType<AdminSite>().Single().Address;
            return (server, _admin);
        }

        internal async Task<string> PageAsync() => await _admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        internal async Task<double> ValueAsync(string series)
        {
            var line = (await PageAsync())
                .Split('\n')
                .FirstOrDefault(line => line.StartsWith($"{series} ", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[series.Length..], CultureInfo.InvariantCulture);
        }
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Dashboards;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Boards;

/// <summary>A dashboard that is followed shows what GET shows, and what changes it, soon and once for all readers.</summary>
public sealed class DashboardStreamTests(Host host)
{
    private const string Quarter = "quarter=2024-Q1";

    [Fact]
    public async Task the_first_event_is_the_dashboard_and_the_next_ones_are_the_figures_that_a_post_has_changed()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var auditor = server.As(Role.Auditor);
        using var stream = await Stream.OpenAsync(auditor, $"unit={officer.Unit}&{Quarter}");

        var first = (await stream.NextAsync())!;
        first.Data.ShouldBe(await DashboardAsync(auditor, officer.Unit));

        await server.NominationAsync(officer);
        (await stream.NextAsync())!.Quarters.ShouldBe([("commendations-nominated", 1m)]);

        await server.TalkAsync(officer);
        (await stream.NextAsync())!.Quarters.ShouldBe([("talks-held", 1m)]);

        using var later = await Stream.OpenAsync(auditor, $"unit={officer.Unit}&{Quarter}&seconds=0");
        (await later.NextAsync())!.Data.ShouldBe(await DashboardAsync(auditor, officer.Unit));
        (await later.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task a_units_reader_is_told_of_that_unit_and_those_below_it_alone()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var (within, elsewhere) = (
            await server.OfficerAsync(await server.UnitAsync(unit)),
            await server.OfficerAsync()
        );
        using var stream = await Stream.OpenAsync(server.As(Role.Commander, unit), $"unit={unit}&{Quarter}");
        (await stream.NextAsync()).ShouldNotBeNull();

        await server.NominationAsync(elsewhere);
        await server.ApprovedAsync(within);

        var told = new Dictionary<string, decimal>(StringComparer.Ordinal);
        while (!told.ContainsKey("honoured-individuals"))
        {
            foreach (var (name, value) in (await stream.NextAsync())!.Quarters)
                told[name] = value;
        }
        told.ShouldBe(
            new Dictionary<string, decimal>(StringComparer.Ordinal)
            {
                ["commendations-nominated"] = 1,
                ["commendations-approved"] = 1,
                ["honoured-individuals"] = 1,
                ["frontline-honours-share"] = 1,
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task who_comes_again_is_told_what_has_changed_since_or_all_where_nobody_knows()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var auditor = server.As(Role.Auditor);
        var path = $"unit={officer.Unit}&{Quarter}&seconds=0";
        Sent first;
        using (var another = await Stream.OpenAsync(auditor, $"unit={officer.Unit}&{Quarter}"))
        {
            first = (await another.NextAsync())!;
            await server.NominationAsync(officer);
            var second = (await another.NextAsync())!;

            using var again = await Stream.OpenAsync(auditor, path, first.Id);
            (await again.NextAsync())!.Quarters.ShouldBe([("commendations-nominated", 1m)]);
            using var upToDate = await Stream.OpenAsync(auditor, path, second.Id);
            (await upToDate.NextAsync()).ShouldBeNull();
            // Of another unit the id says nothing, and to another reader it is none.
            var other = await server.UnitAsync();
            using var elsewhere = await Stream.OpenAsync(auditor, $"unit={other}&{Quarter}&seconds=0", second.Id);
            (await elsewhere.NextAsync())!.Data.ShouldBe(await DashboardAsync(auditor, other));
            (
                await server
                    .As(Role.Auditor, sub: "another")
                    .GetAsync($"dashboards/stream?{path}", ("Last-Event-ID", second.Id))
            ).Refused(400, "bad-input");
        }
        var watches = server.Services.GetRequiredService<DashboardWatches>();
        await Until.TrueAsync(() => Task.FromResult(watches.Count == 0));
        using var late = await Stream.OpenAsync(auditor, path, first.Id);
        (await late.NextAsync())!.Data.ShouldBe(await DashboardAsync(auditor, officer.Unit));
    }

    [Fact]
    public async Task who_follows_32_at_once_is_let_in_again_when_one_has_ended()
    {
        var reader = (await host.RunAsync()).As(Role.Auditor, sub: "follows-much");
        var followed = new List<Stream>();
        for (var i = 0; i < 32; i++)
            followed.Add(await Stream.OpenAsync(reader, Quarter));
        (await reader.GetAsync("notices/stream?seconds=0")).Refused(429, "too-many-at-once");
        followed[0].Dispose();
        await Until.TrueAsync(async () =>
            (await reader.GetAsync("notices/stream?seconds=0")).Status == HttpStatusCode.OK
        );
        followed.ForEach(x => x.Dispose());
    }

    [Fact]
    public async Task what_another_node_stores_is_shown()
    {
        await using var first = await Host.StartAsync();
        await using var second = await Host.BesideAsync(first);
        var officer = await first.OfficerAsync();
        using var stream = await Stream.OpenAsync(second.As(Role.Auditor), Quarter);
        (await stream.NextAsync()).ShouldNotBeNull();
        await first.NominationAsync(officer);
        (await stream.NextAsync())!.Quarters.ShouldBe([("commendations-nominated", 1m)]);
    }

    [Fact]
    public async Task many_readers_share_one_reading_a_burst_takes_few_and_without_a_reader_there_is_none()
    {
        await using var server = await Host.StartAsync();
        var (watches, arrivals) = (
            server.Services.GetRequiredService<DashboardWatches>(),
            server.Services.GetRequiredService<EventArrivals>()
        );
        var officer = await server.OfficerAsync();
        (await server.As(Role.Auditor).GetAsync("dashboards/bureau")).Done();
        (watches.Readings, arrivals.Looks).ShouldBe((0, 0));

        const int readers = 20;
        var streams = await Task.WhenAll(
            Enumerable
                .Range(0, readers)
                .Select(i => Stream.OpenAsync(server.As(Role.Auditor, sub: $"reader-{i}"), Quarter))
        );
        foreach (var stream in streams)
            (await stream.NextAsync()).ShouldNotBeNull();
        (watches.Readings, watches.Count).ShouldBe((1, 1));

        const int posts = 100;
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, posts).Select(_ => server.NominationAsync(officer)));
        foreach (var stream in streams)
        {
            while ((await stream.NextAsync())!.Quarters.Single() != ("commendations-nominated", posts)) { }
        }
        var took = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        watches.Readings.ShouldBeLessThanOrEqualTo(3 + (long)(took * 4));

        foreach (var stream in streams)
            stream.Dispose();
        await Until.TrueAsync(() => Task.FromResult(watches.Count == 0));
        var readings = watches.Readings;
        await Until.TrueAsync(async () =>
        {
            var looks = arrivals.Looks;
            await server.NominationAsync(officer);
            return arrivals.Looks == looks;
        });
        watches.Readings.ShouldBe(readings);
    }

    [Fact]
    public async Task what_changes_no_figure_of_a_part_reads_nothing()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var watches = server.Services.GetRequiredService<DashboardWatches>();
        using var stream = await Stream.OpenAsync(server.As(Role.Auditor), Quarter);
        (await stream.NextAsync()).ShouldNotBeNull();
        await server.WarningAsync(officer);
        await server.NominationAsync(officer);
        (await stream.NextAsync())!.Quarters.ShouldBe([("commendations-nominated", 1m)]);
        watches.Readings.ShouldBe(2);
    }

    [Fact]
    public async Task a_reader_whose_reach_has_changed_is_told_nothing_more_and_asks_anew()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        using var stream = await Stream.OpenAsync(
            server.As(Role.Commander, officer.Unit),
            $"unit={officer.Unit}&{Quarter}"
        );
        (await stream.NextAsync()).ShouldNotBeNull();
        await server.UnitAsync(officer.Unit);
        await server.NominationAsync(officer);
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("dashboards/stream")]
    [InlineData("notices/stream")]
    public async Task when_the_token_is_too_old_the_stream_ends(string path)
    {
        var server = await host.RunAsync();
        var token = server.Token(
            [Role.Auditor],
            new Claims("expiring"),
            it => it.Expires = DateTime.UtcNow - Security.ClockSkew + TimeSpan.FromSeconds(8)
        );
        var started = TimeProvider.System.GetTimestamp();
        using var response = await server.With(token).OpenAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await response.Content.CopyToAsync(System.IO.Stream.Null);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Theory]
    [InlineData("/api/v1/dashboards/stream")]
    [InlineData("/api/v1/notices/stream")]
    public async Task no_stream_is_cut_off_as_a_request_that_takes_too_long(string path) =>
        (await host.RunAsync())
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Single(x => x.RoutePattern.RawText == path)
            .Metadata.GetMetadata<DisableRequestTimeoutAttribute>()
            .ShouldNotBeNull();

    [Theory]
    [InlineData("quarter=2024-Q5", 400)]
    [InlineData("seconds=-1", 400)]
    [InlineData("surprise=1", 400)]
    [InlineData("unit=nowhere", 404)]
    public async Task what_cannot_be_followed_is_refused(string query, int status) =>
        (await (await host.RunAsync()).As(Role.Auditor).GetAsync($"dashboards/stream?{query}")).Refused(
            status,
            status == 404 ? "not-found" : "bad-input"
        );

    private static async Task<string> DashboardAsync(Client reader, string unit) =>
        (await reader.GetAsync($"dashboards/units/{unit}?{Quarter}")).Done().Text;

    /// <summary>An event of a stream.</summary>
    private sealed record Sent(string Id, string Data)
    {
        public IEnumerable<(string Name, decimal Quarter)> Quarters =>
            JsonElement
                .Parse(Data)
                .GetProperty("figures")
                .EnumerateArray()
                .Select(x => (x.Text("name")!, x.GetProperty("quarter").GetDecimal()));
    }

    /// <summary>A stream that is read event by event.</summary>
    private sealed class Stream : IDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly StreamReader _lines;

        private Stream(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

        public static async Task<Stream> OpenAsync(Client reader, string query, string? last = null)
        {
            (string, string)[] headers = last is null ? [] : [("Last-Event-ID", last)];
            var response = await reader.OpenAsync($"dashboards/stream?{query}", headers);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new Stream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        /// <summary>The next event; null at the end.</summary>
        public async Task<Sent?> NextAsync()
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var id = "";
            while (await _lines.ReadLineAsync(late.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line["id: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return new Sent(id, line["data: ".Length..]);
            }
            return null;
        }

        public void Dispose()
        {
            _lines.Dispose();
            _response.Dispose();
        }
    }
}

using System.IO.Compression;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Rules;
using Wellbeing.Demo;
using Xunit;

namespace Wellbeing.Api.Tests.Boards;

/// <summary>The demo bureau's dashboard shows what the bureau that it is modelled on reported for 2023, exactly.</summary>
public sealed class DemoTests
{
    private static readonly Dictionary<string, decimal> Reported = new(StringComparer.Ordinal)
    {
        ["honoured-collectives"] = 18,
        ["honoured-individuals"] = 97,
        ["rotations"] = 151,
        ["lectures"] = 5,
        ["lecture-attendances"] = 24,
        ["family-help"] = 56,
        ["sport-participants"] = 240,
        ["sport-share"] = 0.3m,
        ["talents"] = 54,
        ["talent-categories"] = 8,
        ["culture-campaigns"] = 4,
        ["quarterly-reviews"] = 4,
        ["room-coverage"] = 1,
        ["relief-measures"] = 10,
        ["relief-measures-adopted"] = 10,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task the_units_are_read_from_what_the_import_takes_packed_or_not(bool packed)
    {
        var file = Path.GetTempFileName();
        try
        {
            await using (var written = File.Create(file))
            await using (Stream lines = packed ? new GZipStream(written, CompressionLevel.Fastest) : written)
                await lines.WriteAsync(
                    """
                    {"type":"unit_formed","data":{"unitCode":"N-1"}}

                    {"type":"officer_enrolled","data":{}}
                    {"type":"unit_formed","data":{"unitCode":"N-2"}}
                    """u8.ToArray()
                );

            (await DemoCommand.UnitsAsync(file, CancellationToken.None)).ShouldBe(["N-1", "N-2"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task every_figure_is_the_reported_one_and_lists_what_it_counts()
    {
        await using var server = await Host.StartAsync(null, ("Rules:ActiveFrom", ""));
        var imported = await server.ImportAsync(string.Join('\n', DemoYear.Lines()), "demo");
        imported.Totals!.Rejected.ShouldBe(0);
        imported.Totals!.Findings.ShouldBe(0);
        var auditor = server.As(Role.Auditor);

        var year = await FiguresAsync(auditor, "quarter=2023-Q4");
        foreach (var (name, value) in Reported)
            year[name].GetProperty("yearToDate").GetDecimal().ShouldBe(value, name);
        var since = await FiguresAsync(auditor, "quarter=2023-Q4&since=2023-08-01");
        since["rotations"].GetProperty("yearToDate").GetDecimal().ShouldBe(151);
        foreach (var figure in year.Values.Concat(since.Values).Where(x => !IsShare(x)))
            (await CountAsync(auditor, figure.Text("yearToDateQuery")!)).ShouldBe(
                figure.GetProperty("yearToDate").GetDecimal(),
                figure.Text("yearToDateQuery")
            );
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var figures = await FiguresAsync(auditor, $"quarter=2023-Q{quarter}");
            figures["talks-due"].GetProperty("quarter").GetDecimal().ShouldBe(800);
            foreach (var figure in figures.Values.Where(x => !IsShare(x)))
                (await CountAsync(auditor, figure.Text("query")!)).ShouldBe(
                    figure.GetProperty("quarter").GetDecimal(),
                    $"{figure.Text("name")}, quarter {quarter}"
                );
        }
        var collectives = (await auditor.GetAsync("honours?from=2023-01-01&to=2023-12-31")).Done().Json;
        collectives
            .GetProperty("byLevel")
            .EnumerateArray()
            .Single(x => x.Text("key") == "secondClass")
            .GetProperty("approved")
            .GetInt64()
            .ShouldBe(4);
        await AskWhatIfAsync(auditor);
        // A record of the past sets no rule off, and asking what it would have set off stores nothing.
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM events.mt_events WHERE headers ->> 'role' = 'rule'"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task each_unit_has_twelve_registers_signed_and_unchanged_since_and_a_second_time_none_is_made()
    {
        await using var server = await Host.StartAsync();
        var lines = DemoYear.Lines().ToList();
        (await server.ImportAsync(string.Join('\n', lines), "demo")).Totals!.Rejected.ShouldBe(0);
        var units = await server.Database.ListAsync<string>("SELECT unit_code FROM readmodels.mt_doc_unit ORDER BY 1");
        (await RegistersAsync(server, units)).ShouldBe((12 * units.Count, 12 * units.Count, 0));

        var (auditor, talks) = (server.As(Role.Auditor), 0);
        foreach (var unit in units)
        {
            for (var month = 1; month <= 12; month++)
            {
                var register = (await auditor.GetAsync($"registers/{unit}/2023-{month:00}")).Done().Json;
                (register.Text("status"), register.GetProperty("changes").GetInt32()).ShouldBe(("signed", 0));
                register.Text("signedBy").ShouldNotBe(register.Text("consolidatedBy"));
                talks += register.GetProperty("talks").GetArrayLength();
            }
        }
        (await CountAsync(auditor, "/api/v1/registers?status=signed")).ShouldBe(12 * units.Count);
        // Together they hold every talk of the year once.
        (await CountAsync(auditor, "/api/v1/talks?from=2023-01-01&to=2023-12-31")).ShouldBe(talks);

        const string events = "SELECT count(*) FROM events.mt_events";
        var before = await server.Database.AskAsync<long>(events);
        (await RegistersAsync(server, units)).ShouldBe((0, 0, 12 * units.Count));
        (await server.Database.AskAsync<long>(events)).ShouldBe(before);
    }

    [Fact]
    public void it_is_the_same_bureau_each_time() => DemoYear.Lines().ShouldBe(DemoYear.Lines());

    /// <summary>Concerns that showed again and again: a window of half the days, and one of twice as many.</summary>
    private static async Task AskWhatIfAsync(Client auditor)
    {
        var halved = await AskAsync(90);
        var doubled = await AskAsync(360);
        foreach (var answer in (JsonElement[])[halved, doubled])
        {
            Of(answer, "onRecord").ShouldBe(0);
            Of(answer, "inForce").ShouldBeGreaterThan(0);
            Of(answer, "added").ShouldBeGreaterThan(0);
            Of(answer, "spared").ShouldBeGreaterThan(0);
        }
        Of(halved, "changed").ShouldBeLessThan(Of(halved, "inForce"));
        Of(doubled, "changed").ShouldBeGreaterThan(Of(doubled, "inForce"));

        static int Of(JsonElement answer, string count) => answer.GetProperty(count).GetInt32();

        async Task<JsonElement> AskAsync(int days)
        {
            var threshold = RuleBodies.Threshold("repeated-concerns", 2, "concerns", 3, days, "yellow", 2);
            var asked = new
            {
                rules = RuleBodies.Content([threshold]),
                from = "2023-01-01",
                to = "2023-12-31",
            };
            var json = (await auditor.PostAsync("rules/what-if", asked)).Done().Json;
            return json;
        }
    }

    private static async Task<(int Made, int Signed, int Left)> RegistersAsync(Host.Running server, List<string> units)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        var registers = new DemoRegisters(http, (role, unit, sub) => server.Token(role, unit, sub: sub));
        return await registers.RunAsync(units, () => { }, CancellationToken.None);
    }

    private static bool IsShare(JsonElement figure) =>
        figure.Text("name") is "room-coverage" || figure.Text("name")!.EndsWith("-share", StringComparison.Ordinal);

    private static async Task<Dictionary<string, JsonElement>> FiguresAsync(Client auditor, string query) =>
        (await auditor.GetAsync($"dashboards/bureau?{query}"))
            .Done()
            .Json.GetProperty("figures")
            .EnumerateArray()
            .ToDictionary(x => x.Text("name")!, StringComparer.Ordinal);

    private static async Task<decimal> CountAsync(Client auditor, string query)
    {
        var (count, path) = (0m, $"{query}{(query.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=500");
        for (string? cursor = null; ; )
        {
            var page = (await auditor.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}")).Done().Json;
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.Text("next");
            if (cursor is null)
                return count;
        }
    }
}

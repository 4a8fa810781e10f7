using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Equipment;

public sealed class ReadinessTests(Host host)
{
    [Theory]
    [InlineData("2024-03-04", false)]
    [InlineData("2024-03-05", true)]
    [InlineData("2024-03-09", true)]
    [InlineData("2024-03-10", false)]
    [InlineData("2024-03-11", false)]
    [InlineData("2024-03-12", true)]
    [InlineData("2024-04-30", true)]
    [InlineData("2024-05-01", false)]
    public async Task a_piece_counts_while_it_is_there_and_fit_for_use(string day, bool ready)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var camera = (await server.EquippedAsync(officer))["bodyCamera"];
        await StepAsync("inspect", new { inspectedOn = "2024-03-06", condition = "worn" });
        await StepAsync("inspect", new { inspectedOn = "2024-03-12", condition = "good" });
        // Put on record late: what was found later still counts.
        await StepAsync("inspect", new { inspectedOn = "2024-03-10", condition = "defective" });
        await StepAsync("return", new { returnedOn = "2024-05-01", condition = "good" });

        await ShouldBeAsync(server.As(Role.Commander, officer.Unit), $"asOf={day}", ready ? 1 : 0, ready ? 0 : 1);

        async Task StepAsync(string step, object body) =>
            (await server.Integrator().PostAsync($"equipment/{camera}/{step}", body)).Done();
    }

    [Fact]
    public async Task the_list_in_force_on_the_day_counts_and_says_what_is_missing()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        foreach (var item in Requested.Standard.Except(["bodyCamera"]))
            await server.PieceAsync(officer, item, "2015-09-01");
        var reader = server.PoliticalOfficer(officer.Unit);

        (await ShouldBeAsync(reader, "asOf=2016-06-30", 1, 0))
            .GetProperty("standard")
            .GetProperty("needed")
            .EnumerateObject()
            .Count()
            .ShouldBe(9);
        (await ShouldBeAsync(reader, "asOf=2016-07-01", 0, 1))
            .GetProperty("standard")
            .Text("validFrom")
            .ShouldBe("2016-07-01");
        (await MissingAsync(reader, "asOf=2016-07-01&ready=false")).ShouldBe(["bodyCamera"]);
        (await MissingAsync(reader, "asOf=2015-08-31&ready=false")).ShouldBe(Requested.Standard.Take(9));
        (await MissingAsync(reader, "asOf=2016-06-30")).ShouldBeEmpty();
        (await ShouldBeAsync(reader, "asOf=1999-12-31", 0, 0)).TryGetProperty("standard", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task a_time_stands_for_the_bureaus_day_on_which_it_falls_and_without_one_it_is_today()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.EquippedAsync(officer);
        var reader = server.As(Role.Commander, officer.Unit);

        (await ShouldBeAsync(reader, "asOf=2024-03-04T15:59:59Z", 0, 1)).Text("asOf").ShouldBe("2024-03-04");
        (await ShouldBeAsync(reader, "asOf=2024-03-04T16:00:00Z", 1, 0)).Text("asOf").ShouldBe("2024-03-05");
        (await ShouldBeAsync(reader, "", 1, 0))
            .Text("asOf")
            .ShouldBe($"{Database.Calendar.DayOf(DateTimeOffset.UtcNow):yyyy-MM-dd}");
        (await reader.GetAsync("equipment/readiness?asOf=yesterday")).Refused(400, "bad-input");
    }

    [Fact]
    public async Task who_serves_in_a_unit_and_those_below_it_on_the_day_is_counted_there_each_once()
    {
        var server = await host.RunAsync();
        var root = await server.UnitAsync();
        var (left, right) = (await server.UnitAsync(root), await server.UnitAsync(root));
        var equipped = await server.OfficerAsync(left);
        await server.EquippedAsync(equipped);
        // Twice the same piece is still nothing of the others.
        var lacking = await server.OfficerAsync(left);
        await server.PieceAsync(lacking, "baton");
        await server.PieceAsync(lacking, "baton");
        await server.OfficerAsync(right);
        var (above, auditor) = (server.As(Role.Commander, root), server.Auditor());

        await ShouldBeAsync(above, "asOf=2024-04-01", 1, 2);
        await ShouldBeAsync(auditor, $"asOf=2024-04-01&unit={root}", 1, 2);
        await ShouldBeAsync(above, $"asOf=2024-04-01&unit={left}", 1, 1);
        await ShouldBeAsync(above, $"asOf=2024-04-01&unit={right}", 0, 1);
        await ShouldBeAsync(server.As(Role.Commander, right), $"asOf=2024-04-01&unit={left}", 0, 0);
        await ShouldBeAsync(auditor, "unit=nowhere", 0, 0);

        await server.TransferAsync(equipped, right);
        await ShouldBeAsync(above, $"unit={left}", 0, 1);
        await ShouldBeAsync(above, $"unit={right}", 1, 1);
        await ShouldBeAsync(above, $"asOf=2024-04-01&unit={left}", 1, 1);
        (await above.AllAsync($"equipment/readiness/officers?unit={root}&limit=1")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task a_record_that_is_not_to_be_processed_is_counted_for_auditors_alone()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.OfOfficerAsync(officer, "restriction", new { basis = "accuracyContested" });

        await ShouldBeAsync(server.As(Role.Commander, officer.Unit), $"unit={officer.Unit}", 0, 0);
        await ShouldBeAsync(server.Auditor(), $"unit={officer.Unit}", 0, 1);
    }

    /// <summary>The figures are these, and the list behind each has exactly as many items.</summary>
    private static async Task<JsonElement> ShouldBeAsync(Client reader, string query, int ready, int notReady)
    {
        var answer = (await reader.GetAsync($"equipment/readiness?{query}")).Done().Json;
        foreach (var (name, expected) in new[] { ("ready", ready), ("notReady", notReady) })
        {
            var figure = answer.GetProperty(name);
            figure.GetProperty("value").GetInt32().ShouldBe(expected, $"{name} {query}");
            (await reader.AllAsync(figure.Text("query")!["/api/v1/".Length..])).Count.ShouldBe(expected, name);
        }
        return answer;
    }

    private static async Task<IEnumerable<string?>> MissingAsync(Client reader, string query) =>
        (await reader.GetAsync($"equipment/readiness/officers?{query}"))
            .Items()
            .Single()
            .GetProperty("missing")
            .EnumerateArray()
            .Select(x => x.GetString());
}

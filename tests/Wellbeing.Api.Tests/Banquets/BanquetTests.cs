using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Banquets;

public sealed class BanquetTests(Host host)
{
    [Fact]
    public async Task when_an_officer_declares_a_banquet_a_commander_takes_note_and_the_officer_may_withdraw_it()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (own, commander) = (server.Officer(officer), server.As(Role.Commander, officer.Unit));
        var path =
            $"banquets/{Bureau.IdOf((await own.PostAsync("banquets", Requested.Banquet(officer, Ahead(9)))).Made())}";

        (await commander.PostAsync($"{path}/review", new { remark = "Within the rules." })).Done();
        (await commander.PostAsync($"{path}/review", new { })).Refused(409, "banquet-reviewed");
        (await own.PostAsync($"{path}/withdraw", new { reason = "Put off." })).Done();
        (await own.PostAsync($"{path}/withdraw", new { reason = "Put off." })).Refused(409, "banquet-withdrawn");
        (await commander.PostAsync($"{path}/review", new { })).Refused(409, "banquet-withdrawn");

        (await own.GetAsync(path)).Done().Json.Text("status").ShouldBe("withdrawn");
        (await own.GetAsync($"officers/{officer.Id}/history"))
            .Items()
            .ConvertAll(x => x.Text("text"))
            .TakeLast(3)
            .ShouldBe([
                $"Banquet declared for {Ahead(9)}: a wedding; guests: 60.",
                "The banquet report was taken note of.",
                "The banquet report was withdrawn.",
            ]);
        var texts = (await server.Auditor().PostAsync($"{path}/disclosures", Telling.Purpose)).Done().Json;
        texts
            .GetProperty("texts")
            .EnumerateArray()
            .Select(x => x.Text("text"))
            .ShouldBe(["Riverside inn", "The elder son.", "Within the rules.", "Put off."], ignoreOrder: true);
        (await commander.PostAsync($"{path}/disclosures", Telling.Purpose)).Refused(403, "forbidden");
    }

    [Fact]
    public async Task a_banquet_is_declared_or_withdrawn_on_its_day_at_the_latest_and_an_officer_cannot_date_that_back()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (own, political) = (server.Officer(officer), server.PoliticalOfficer(officer.Unit));

        (await own.PostAsync("banquets", Requested.Banquet(officer, Ahead(0)))).Made();
        (await own.PostAsync("banquets", Requested.Banquet(officer, Ahead(-1)))).Refused(409, "banquet-already-held");
        var dated = Requested.Banquet(officer).And("occurredAt", "2024-03-20T00:00:00Z");
        (await own.PostAsync("banquets", dated)).Refused(409, "banquet-already-held");
        // On the officer's behalf a report is put on record that was made on paper.
        (await political.PostAsync("banquets", dated)).Made();
        var late = Requested.Banquet(officer).And("occurredAt", "2024-03-23T16:00:00Z");
        (await political.PostAsync("banquets", late)).Refused(409, "banquet-already-held");

        var past = $"banquets/{await server.BanquetAsync(officer)}/withdraw";
        var back = new { reason = "Put off.", occurredAt = "2024-03-20T00:00:00Z" };
        (await own.PostAsync(past, back)).Refused(409, "banquet-already-held");
    }

    [Fact]
    public async Task when_the_commander_is_the_officer_somebody_else_takes_note()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"banquets/{await server.BanquetAsync(officer)}/review";

        (await server.As(Role.Commander, officer.Unit, officer.Badge).PostAsync(path, new { })).Refused(
            409,
            "own-request"
        );
        (await server.As(Role.Commander, officer.Unit).PostAsync(path, new { })).Done();
    }

    [Fact]
    public async Task nobody_declares_or_withdraws_a_colleagues_banquet()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var own = server.Officer(await server.OfficerAsync(officer.Unit));
        var theirs = await server.BanquetAsync(officer);

        (await own.PostAsync("banquets", Requested.Banquet(officer, Ahead(9)))).Refused(404, "unknown-officer");
        (await own.PostAsync($"banquets/{theirs}/withdraw", new { reason = "No." })).Refused(404, "not-found");
        (
            await server.PoliticalOfficer(officer.Unit).PostAsync($"banquets/{theirs}/withdraw", new { reason = "No." })
        ).Refused(403, "forbidden");
    }

    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var reader = server.PoliticalOfficer(officer.Unit);
        var wedding = await server.BanquetAsync(officer);
        var body = Requested.Banquet(officer, "2024-03-24").And("occasion", "birth").And("occurredAt", Bureau.Held);
        var birth = Bureau.IdOf((await server.Integrator().PostAsync("banquets", body)).Made());
        (await server.As(Role.Commander, officer.Unit).PostAsync($"banquets/{birth}/review", new { })).Done();

        await ShouldListAsync("", wedding, birth);
        await ShouldListAsync("occasion=birth", birth);
        await ShouldListAsync("heldOn=2024-03-23", wedding);
        await ShouldListAsync("status=open", wedding);
        await ShouldListAsync("status=closed", birth);
        await ShouldListAsync("status=reviewed", birth);
        await ShouldListAsync("from=2024-03-06");

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"banquets?{query}")).Ids().ShouldBe(expected, ignoreOrder: true, query);
    }

    [Fact]
    public async Task when_a_source_tells_of_a_late_report_it_is_taken_in_with_the_breach()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("b");

        var answer = await server.ImportAsync(Text(DeclaredBanquet(name, officer.Badge, "2024-03-31")));

        (answer.Totals!.Accepted, answer.Totals.Findings).ShouldBe((1, 1));
        (await server.Auditor().GetAsync($"banquets?officer={officer.Id}"))
            .Items()
            .Single()
            .GetProperty("findings")[0]
            .Text("code")
            .ShouldBe("banquet-already-held");
    }

    private static string Ahead(int days) =>
        $"{Database.Calendar.DayOf(DateTimeOffset.UtcNow).AddDays(days):yyyy-MM-dd}";
}

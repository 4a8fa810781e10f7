using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Leaves;

public sealed class LeaveTests(Host host)
{
    [Fact]
    public async Task when_an_officer_asks_for_leave_it_is_granted_taken_and_ended_step_by_step()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (own, commander) = (server.Officer(officer), server.As(Role.Commander, officer.Unit));
        var political = server.PoliticalOfficer(officer.Unit);

        var made = (await own.PostAsync("leaves", Asked(officer))).Made();
        var path = $"leaves/{Bureau.IdOf(made)}";
        made.Headers.Location!.ToString().ShouldBe($"/api/v1/{path}");
        (await political.PostAsync($"{path}/start", new { startedOn = "2024-03-11" })).Refused(
            409,
            "leave-not-approved"
        );
        (await commander.PostAsync($"{path}/approve", On("2024-03-06"))).Done();
        (await commander.PostAsync($"{path}/decline", new { reason = "Too late." })).Refused(409, "leave-decided");
        (await political.PostAsync($"{path}/return", new { returnedOn = "2024-03-15" })).Refused(
            409,
            "leave-not-started"
        );
        (await political.PostAsync($"{path}/start", new { startedOn = "2024-03-16" })).Refused(409, "outside-leave");
        (await political.PostAsync($"{path}/start", new { startedOn = "2024-03-11" })).Done();
        (await political.PostAsync($"{path}/start", new { startedOn = "2024-03-11" })).Refused(409, "leave-started");
        (await commander.PostAsync($"{path}/return", On("2024-03-15"))).Done();
        (await commander.PostAsync($"{path}/return", On("2024-03-16"))).Refused(409, "leave-ended");

        var leave = (await own.GetAsync(path)).Done().Json;
        leave.Text("status").ShouldBe("returned");
        leave.Text("startedOn").ShouldBe("2024-03-11");
        leave.Text("returnedOn").ShouldBe("2024-03-15");
        leave.Text("requestedBy").ShouldBe(officer.Badge);
        (await own.GetAsync($"officers/{officer.Id}/history?text=true"))
            .Items()
            .ConvertAll(x => x.Text("text"))
            .TakeLast(4)
            .ShouldBe([
                "Leave asked for, from 2024-03-11 to 2024-03-15: family leave.",
                "The leave was granted.",
                "On leave from 2024-03-11.",
                "Back from leave on 2024-03-15.",
            ]);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("decline")]
    public async Task when_the_commander_is_the_officer_somebody_else_decides(string step)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var leave = await server.LeaveAsync(officer);
        var body = step == "approve" ? (object)new { } : new { reason = "No." };

        (
            await server.As(Role.Commander, officer.Unit, officer.Badge).PostAsync($"leaves/{leave}/{step}", body)
        ).Refused(409, "own-request");
        (await server.As(Role.Commander, officer.Unit, "P-other").PostAsync($"leaves/{leave}/{step}", body)).Done();
    }

    [Fact]
    public async Task when_an_officer_asks_for_somebody_else_nobody_is_known()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var own = server.Officer(officer);

        (await own.PostAsync("leaves", Asked(colleague))).Refused(404, "unknown-officer");
        var theirs = await server.LeaveAsync(colleague);
        await own.ShouldNotFindAsync($"leaves/{theirs}");
        (await own.GetAsync("leaves")).Ids().ShouldBeEmpty();
        (await own.PostAsync($"leaves/{theirs}/disclosures", Telling.Purpose)).Refused(404, "not-found");
    }

    [Fact]
    public async Task when_the_days_are_the_wrong_way_round_the_request_says_so()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();

        (await server.Integrator().PostAsync("leaves", Asked(officer).And("from", "2024-03-16")))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .GetProperty("from")[0]
            .GetString()
            .ShouldBe("must not be later than 2024-03-15");
    }

    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there_the_latest_first()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var reader = server.PoliticalOfficer(officer.Unit);
        var requested = await server.LeaveAsync(officer);
        var started = await server.StartedLeaveAsync(colleague);
        var later = Requested.Leave(officer, "sick").And("from", "2024-03-15").And("to", "2024-03-20");
        var sick = Bureau.IdOf((await server.Integrator().PostAsync("leaves", later)).Made());
        (
            await server
                .As(Role.Commander, officer.Unit)
                .PostAsync($"leaves/{sick}/decline", new { reason = "No certificate." })
        ).Done();

        await ShouldListAsync("", sick, started, requested);
        await ShouldListAsync($"officer={colleague.Id}", started);
        await ShouldListAsync("kind=sick", sick);
        await ShouldListAsync("on=2024-03-11", started, requested);
        await ShouldListAsync("on=2024-03-15", sick, started, requested);
        await ShouldListAsync("on=2024-03-21");
        await ShouldListAsync("status=open", started, requested);
        await ShouldListAsync("status=closed", sick);
        await ShouldListAsync("status=started", started);
        (await reader.GetAsync("leaves?status=perhaps")).Refused(400, "bad-input");

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"leaves?{query}"))
                .Ids()
                .ShouldBe(expected, ignoreOrder: query != "kind=sick", query);
    }

    [Fact]
    public async Task when_a_source_tells_of_a_leave_that_was_overstayed_it_is_on_record_and_its_reason_opens()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("l");
        string[] lines =
        [
            AskedForLeave(name, officer.Badge),
            GrantedLeave(name),
            WentOnLeave(name),
            Overstayed(name),
            BackFromLeave(name),
        ];

        (await server.ImportAsync(Text(lines))).Totals!.Accepted.ShouldBe(5);
        (await server.ImportAsync(Text(lines))).Totals!.Duplicates.ShouldBe(5);
        var early = lines[..4].Select(x => x.Replace(name, $"{name}-2", StringComparison.Ordinal)).ToArray();
        early[3] = early[3].But("occurredAt", "2024-04-12T15:59:59Z");
        var refused = await server.ImportAsync(Text(early));
        refused.Totals!.Rejected.ShouldBe(1);
        refused.Lines.Single(x => x.TryGetProperty("code", out _)).Text("code").ShouldBe("leave-not-overdue");

        var commander = server.As(Role.Commander, officer.Unit);
        var leave = (await commander.GetAsync($"leaves?officer={officer.Id}&status=returned")).Items().Single();
        leave.Text("overstayedAt").ShouldBe("2024-04-13T08:00:00Z");
        leave.TryGetProperty("reason", out _).ShouldBeFalse();
        var path = $"leaves/{leave.Text("id")}/disclosures";
        (await commander.PostAsync(path, Telling.Purpose)).Refused(403, "forbidden");
        (await server.Officer(officer).PostAsync(path, Telling.Purpose))
            .Done()
            .Json.GetProperty("texts")
            .EnumerateArray()
            .Single()
            .Text("text")
            .ShouldBe("The mother is ill");
        var chinese = await server
            .Officer(officer)
            .GetAsync($"officers/{officer.Id}/history", ("Accept-Language", "zh-CN"));
        chinese.Items().ConvertAll(x => x.Text("text")).ShouldContain("假期至 2024-04-12 届满，未按时销假。");
    }

    private static string Asked(Known officer) => Requested.Leave(officer).And("occurredAt", Bureau.Held);

    private static object On(string day) => new { occurredAt = $"{day}T08:00:00+08:00" };
}

using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
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

    [Theory]
    [InlineData("2024-03-11", "2025-03-12", null)]
    [InlineData("2024-03-11", "2025-03-13", "2025-03-12")]
    [InlineData("1999-01-01", "2099-12-31", "2000-01-02")]
    public async Task when_a_leave_is_longer_than_a_year_the_request_says_so(string from, string to, string? latest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();

        var answer = await server.Integrator().PostAsync("leaves", Asked(officer).And("from", from).And("to", to));

        if (latest is null)
            answer.Made();
        else
            answer
                .Refused(400, "bad-input")
                .Json.GetProperty("errors")
                .GetProperty("to")[0]
                .GetString()
                .ShouldBe($"must not be later than {latest}");
    }

    [Fact]
    public async Task when_leaves_of_one_officer_overlap_the_later_one_is_refused_and_names_the_other()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var annual = await server.StartedLeaveAsync(officer);

        foreach (var kind in new[] { "sick", "family" })
            (await AskAsync(officer, "2024-03-15", "2024-03-20", kind))
                .Refused(409, "leave-overlaps")
                .Json.Text("detail")!
                .ShouldContain($"{annual}");
        (await AskAsync(colleague, "2024-03-11", "2024-03-15")).Made();
        (await AskAsync(officer, "2024-03-16", "2024-03-20")).Made();
        // Back early is back: the days that were not taken are free again, and nobody is away on them.
        (await server.Integrator().PostAsync($"leaves/{annual}/return", new { returnedOn = "2024-03-13" })).Done();
        await ShouldBeAwayAsync("2024-03-12", annual);
        await ShouldBeAwayAsync("2024-03-13");
        await ShouldBeAwayAsync("2024-03-15");
        (await AskAsync(officer, "2024-03-12", "2024-03-13")).Refused(409, "leave-overlaps");
        (await AskAsync(officer, "2024-03-14", "2024-03-15")).Made();

        Task<Reply> AskAsync(Known of, string from, string to, string kind = "family") =>
            server.Integrator().PostAsync("leaves", Requested.Leave(of, kind).And("from", from).And("to", to));

        async Task ShouldBeAwayAsync(string day, params Guid[] expected) =>
            (await server.Officer(officer).GetAsync($"leaves?on={day}"))
                .Ids()
                .ShouldBe(expected, ignoreOrder: true, day);
    }

    [Fact]
    public async Task when_leaves_of_one_officer_are_asked_for_at_once_those_that_overlap_are_refused()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                // Six times two leaves that have a day in common.
                .Select(i =>
                    server
                        .Integrator()
                        .PostAsync(
                            "leaves",
                            Requested
                                .Leave(officer)
                                .And("from", $"2024-0{1 + (i / 2)}-{10 + (i % 2)}")
                                .And("to", $"2024-0{1 + (i / 2)}-{12 + (i % 2)}")
                        )
                )
        );

        answers.Count(x => x.Status == HttpStatusCode.Created).ShouldBe(6);
        foreach (var refused in answers.Where(x => x.Status != HttpStatusCode.Created))
            refused.Refused(409, "leave-overlaps");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task when_a_leave_is_not_needed_any_more_it_is_withdrawn_and_its_days_are_free(bool approved)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var leave = approved ? await server.ApprovedLeaveAsync(officer) : await server.LeaveAsync(officer);
        var own = server.Officer(officer);

        (await own.PostAsync($"leaves/{leave}/withdraw", new { reason = "The mother is well again." })).Done();
        (await own.PostAsync($"leaves/{leave}/withdraw", new { })).Refused(409, "leave-withdrawn");
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"leaves/{leave}/start", new { })).Refused(
            409,
            "leave-withdrawn"
        );
        var commander = server.As(Role.Commander, officer.Unit);
        (await commander.PostAsync($"leaves/{leave}/approve", new { })).Refused(409, "leave-withdrawn");

        (await own.GetAsync($"leaves/{leave}")).Done().Json.Text("status").ShouldBe("withdrawn");
        (await own.GetAsync("leaves?on=2024-03-12")).Ids().ShouldBeEmpty();
        (await own.GetAsync("leaves?status=closed")).Ids().ShouldBe([leave]);
        await server.LeaveAsync(officer);
    }

    [Fact]
    public async Task when_a_leave_has_begun_it_is_not_withdrawn_and_nobody_withdraws_a_colleagues()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var leave = await server.StartedLeaveAsync(officer);

        (await server.Officer(officer).PostAsync($"leaves/{leave}/withdraw", new { })).Refused(409, "leave-started");
        (await server.Officer(colleague).PostAsync($"leaves/{leave}/withdraw", new { })).Refused(404, "not-found");
    }

    [Fact]
    public async Task when_a_source_tells_of_leaves_that_overlap_the_later_line_is_refused()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (one, two, three) = (Bureau.Name("l"), Bureau.Name("l"), Bureau.Name("l"));

        var answer = await server.ImportAsync(
            Text(
                AskedForLeave(one, officer.Badge),
                AskedForLeave(two, officer.Badge),
                WithdrewLeave(one),
                AskedForLeave(three, officer.Badge)
            )
        );

        answer.Rejected.ShouldBe([(2, "leave-overlaps")]);
        answer.Totals.ShouldBe(new(3, 0, 1, 0));
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
        var later = Requested.Leave(officer, "sick").And("from", "2024-03-16").And("to", "2024-03-20");
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
        await ShouldListAsync("on=2024-03-15", started, requested);
        await ShouldListAsync("on=2024-03-18");
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
        var colleague = await server.OfficerAsync();
        var early = lines[..4]
            .Select(x =>
                x.Replace(name, $"{name}-2", StringComparison.Ordinal)
                    .Replace(officer.Badge, colleague.Badge, StringComparison.Ordinal)
            )
            .ToArray();
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

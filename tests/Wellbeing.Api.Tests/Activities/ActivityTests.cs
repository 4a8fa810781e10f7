using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Activities;

/// <summary>Activities of units, and who took part in them.</summary>
public sealed class ActivityTests(Host host)
{
    [Fact]
    public async Task two_thousand_officers_attend_in_one_event_and_it_is_in_the_history_of_each()
    {
        await using var server = await Host.StartAsync();
        var unit = await server.UnitAsync();
        var badges = Enumerable.Range(0, 2_000).Select(_ => Bureau.Name("P")).ToList();
        (await server.ImportAsync(Text(badges.Select(x => Enrolled(x, unit))))).Totals!.Accepted.ShouldBe(2_000);
        var officers = await server.Database.ListAsync<Guid>("SELECT officer_id FROM identities.officers ORDER BY 1");
        var activity = await server.ActivityAsync(unit);
        var caller = server.PoliticalOfficer(unit);

        (await AttendAsync(caller, activity, new { officerIds = officers.Append(Guid.NewGuid()) }))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .GetProperty("officerIds")[0]
            .GetString()!
            .ShouldContain("2001");
        (await AttendAsync(caller, activity, new { officerIds = officers, badgeNumbers = badges[..1] })).Refused(
            400,
            "bad-input"
        );
        (
            await AttendAsync(
                server.Integrator(),
                activity,
                new { officerIds = officers.Take(1_000), badgeNumbers = badges }
            )
        ).Refused(400, "bad-input");
        (await AttendAsync(caller, activity, new { officerIds = officers })).Done();

        (
            await server.Database.ListAsync<long>(
                "SELECT jsonb_array_length(data -> 'officerIds') FROM events.mt_events WHERE type = 'attendance_recorded'"
            )
        ).ShouldBe([2_000]);
        (
            await server.Database.ListAsync<Guid>(
                "SELECT officer_id FROM readmodels.history WHERE stream = 'activity' ORDER BY 1"
            )
        ).ShouldBe(officers);
        (await caller.AllAsync($"attendances?activity={activity}&limit=500"))
            .Select(x => x.GetProperty("officerId").GetGuid())
            .Order()
            .ShouldBe(officers);
        (await caller.GetAsync($"activities/{activity}"))
            .Done()
            .Json.GetProperty("officers")
            .GetInt32()
            .ShouldBe(2_000);
        (await EntriesAsync(server, officers[1_999], "en")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task an_officer_who_is_unknown_or_out_of_reach_is_refused_by_the_place_in_the_list()
    {
        var server = await host.RunAsync();
        var (mine, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        var activity = await server.ActivityAsync(mine.Unit);
        var caller = server.PoliticalOfficer(mine.Unit);

        var byId = await AttendAsync(
            caller,
            activity,
            new { officerIds = new[] { mine.Id, other.Id, Guid.NewGuid() } }
        );
        var byBadge = await AttendAsync(
            caller,
            activity,
            new { officerIds = new[] { mine.Id }, badgeNumbers = new[] { mine.Badge, "nobody", other.Badge } }
        );

        Places(byId.Refused(404, "unknown-officer")).ShouldBe(["officerIds[1]", "officerIds[2]"]);
        Places(byBadge.Refused(404, "unknown-officer")).ShouldBe(["badgeNumbers[1]", "badgeNumbers[2]"]);
        (await caller.GetAsync($"attendances?activity={activity}")).Items().ShouldBeEmpty();
        // Whoever reaches both may name both.
        (
            await AttendAsync(server.Integrator(), activity, new { badgeNumbers = new[] { mine.Badge, other.Badge } })
        ).Done();
    }

    [Fact]
    public async Task an_officer_whose_record_is_closed_is_refused_by_the_place_in_the_list()
    {
        var server = await host.RunAsync();
        var (free, restricted) = (await server.OfficerAsync(), await server.OfficerAsync());
        var erased = await server.ErasedAsync();
        await server.OfOfficerAsync(restricted, "restriction", new { basis = "accuracyContested" });
        var activity = await server.ActivityAsync(free.Unit);

        var one = await AttendAsync(
            server.Integrator(),
            activity,
            new { officerIds = new[] { free.Id, restricted.Id } }
        );
        var other = await AttendAsync(server.Integrator(), activity, new { officerIds = new[] { free.Id, erased.Id } });

        Places(one.Refused(409, "processing-restricted")).ShouldBe(["officerIds[1]"]);
        Places(other.Refused(409, "officer-erased")).ShouldBe(["officerIds[1]"]);
    }

    [Fact]
    public async Task when_officers_are_named_twice_or_again_each_counts_once()
    {
        var server = await host.RunAsync();
        var one = await server.OfficerAsync();
        var other = await server.OfficerAsync(one.Unit);
        var activity = await server.ActivityAsync(one.Unit);
        var caller = server.As(Role.Commander, one.Unit);
        object twice = new { officerIds = new[] { one.Id, one.Id }, badgeNumbers = new[] { one.Badge } };

        (await AttendAsync(caller, activity, twice)).Done();
        (await AttendAsync(caller, activity, twice)).Refused(409, "attendance-already-recorded");
        (await AttendAsync(caller, activity, new { officerIds = new[] { one.Id, other.Id } })).Done();

        (await caller.GetAsync($"activities/{activity}")).Json.GetProperty("officers").GetInt32().ShouldBe(2);
        (await EntriesAsync(server, one.Id, "en")).ShouldBe([
            "Took part on 2024-03-05 09:30: lecture on psychology, “Sleep and shift work”.",
        ]);
        (await EntriesAsync(server, other.Id, "zh-CN")).ShouldBe([
            "2024-03-05 09:30 参加：心理讲座《Sleep and shift work》。",
        ]);
    }

    [Fact]
    public async Task an_officers_history_says_how_many_took_part_and_names_nobody()
    {
        var server = await host.RunAsync();
        var one = await server.OfficerAsync();
        var other = await server.OfficerAsync(one.Unit);
        await server.AttendedAsync(one, other);

        var history = (await server.Officer(one).GetAsync($"officers/{one.Id}/history?kind=activity")).Done();

        history.Text.ShouldNotContain($"{other.Id}");
        history.Items().ShouldHaveSingleItem().GetProperty("facts").GetProperty("officers").GetInt32().ShouldBe(2);
        var replay = (await server.Officer(one).GetAsync($"officers/{one.Id}/replay")).Done();
        replay.Text.ShouldNotContain("activity_held");
        replay.Text.ShouldContain("attendance_recorded");
    }

    [Fact]
    public async Task a_plan_becomes_what_took_place_and_nobody_attends_before()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var caller = server.PoliticalOfficer(officer.Unit);
        var plan = new
        {
            unitCode = officer.Unit,
            kind = "course",
            title = "First aid",
            plannedFor = "2030-03-05T09:30:00+08:00",
            topics = new[] { "burns" },
            occurredAt = "2024-03-01T00:00:00Z",
        };
        var activity = Bureau.IdOf((await caller.PostAsync("activities", plan)).Made());

        (await AttendAsync(caller, activity, new { officerIds = new[] { officer.Id } })).Refused(
            409,
            "activity-not-held"
        );
        (await caller.PostAsync($"activities/{activity}/hold", new { heldAt = "2030-03-05T09:30:00+08:00" })).Refused(
            400,
            "bad-input"
        );
        (await caller.PostAsync($"activities/{activity}/hold", new { heldAt = Bureau.Held })).Done();
        (await caller.PostAsync($"activities/{activity}/hold", new { heldAt = Bureau.Held })).Refused(
            409,
            "activity-already-held"
        );

        var it = (await caller.GetAsync($"activities/{activity}")).Done().Json;
        (it.Text("status"), it.Text("heldAt"), it.Text("plannedFor")).ShouldBe(
            ("held", "2024-03-05T01:30:00Z", "2030-03-05T01:30:00Z")
        );
        it.GetProperty("topics").EnumerateArray().Select(x => x.GetString()).ShouldBe(["burns"]);
    }

    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there_the_latest_first()
    {
        var server = await host.RunAsync();
        var above = await server.UnitAsync();
        var one = await server.OfficerAsync(await server.UnitAsync(above));
        var other = await server.OfficerAsync(await server.UnitAsync(above));
        var reader = server.As(Role.Commander, above);
        var planned = await server.PlannedAsync(one.Unit);
        var first = await server.AttendedAsync(one);
        var games = Bureau.Activity(other.Unit).And("kind", "sport").But("heldAt", "2024-03-07T00:00:00+08:00");
        var second = Bureau.IdOf((await server.Integrator().PostAsync("activities", games)).Made());
        (await AttendAsync(server.Integrator(), second, new { officerIds = new[] { one.Id, other.Id } })).Done();

        await ShouldListAsync("", second, first, planned);
        await ShouldListAsync($"unit={one.Unit}", first, planned);
        await ShouldListAsync($"unit={above}");
        await ShouldListAsync($"within={above}&status=held", second, first);
        await ShouldListAsync("kind=sport&status=planned", planned);
        await ShouldListAsync("from=2024-03-06", second);
        await ShouldListAsync("to=2024-03-06&kind=psychologyLecture", first);
        (await reader.GetAsync("activities?kind=nap")).Refused(400, "bad-input");
        await ShouldAttendAsync("", 3);
        await ShouldAttendAsync("once=true", 2);
        await ShouldAttendAsync("once=true&kind=psychologyLecture", 1);
        await ShouldAttendAsync($"officer={one.Id}", 2);
        await ShouldAttendAsync($"unit={other.Unit}", 2);
        await ShouldAttendAsync("to=2024-03-06", 1);
        (await server.PoliticalOfficer(one.Unit).GetAsync($"activities/{second}")).Refused(404, "not-found");
        (await server.Integrator().GetAsync($"activities/{second}")).Done();
        (await server.As(Role.Integrator, sub: "another").GetAsync($"activities/{second}")).Refused(404, "not-found");

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"activities?{query}"))
                .Ids()
                .ShouldBe(expected, ignoreOrder: query.Length == 0 || !query.Contains('f'), query);

        async Task ShouldAttendAsync(string query, int count) =>
            (await reader.AllAsync($"attendances?limit=1&{query}")).Count.ShouldBe(count, query);
    }

    [Fact]
    public async Task another_system_puts_activities_and_attendance_on_record_and_each_wrong_name_is_told()
    {
        var server = await host.RunAsync();
        var (unit, one, other, name) = (Bureau.Name("U"), Bureau.Name("P"), Bureau.Name("P"), Bureau.Name("n"));
        var plan = new
        {
            unitCode = unit,
            kind = "sport",
            title = "Games",
            plannedFor = Bureau.Held,
        };
        string[] lines =
        [
            Formed(unit),
            Enrolled(one, unit),
            Enrolled(other, unit),
            Activity("activity_planned", plan),
            Activity("attendance_recorded", new { badgeNumbers = new[] { one } }),
            Activity("activity_held", new { heldAt = Bureau.Held, summary = "Rain" }),
            Activity("attendance_recorded", new { badgeNumbers = new[] { one, "nobody" } })
                .But("key", Bureau.Name("k")),
            Activity("attendance_recorded", new { badgeNumbers = new[] { one, other } }).But("key", Bureau.Name("k")),
            Activity("activity_held", Bureau.Activity(unit))
                .But("stream", $"activity/{name}-other")
                .But("key", Bureau.Name("k")),
        ];

        var answer = await server.ImportAsync(Text(lines), unit);

        answer.Rejected.ShouldBe([(5, "activity-not-held"), (7, "unknown-officer")]);
        answer
            .Lines.Single(x => x.ToString().Contains("\"line\":7", StringComparison.Ordinal))
            .Text("detail")!
            .ShouldContain("badgeNumbers[1]");
        answer.Totals!.Accepted.ShouldBe(7);
        var listed = (await server.As(Role.Commander, unit).GetAsync("activities")).Items();
        listed
            .Select(x => (x.Text("kind"), x.GetProperty("officers").GetInt32()))
            .ShouldBe([("sport", 2), ("psychologyLecture", 0)], ignoreOrder: true);
        (await server.ImportAsync(Text(lines), unit)).Totals!.Duplicates.ShouldBe(7);

        string Activity(string type, object data) =>
            Line($"{name}-{type}", $"activity/{name}", type, "2024-03-05T01:30:00Z", data);
    }

    private static Task<Reply> AttendAsync(Client caller, Guid activity, object body) =>
        caller.PostAsync($"activities/{activity}/attendance", body);

    private static IEnumerable<string> Places(Reply reply) =>
        reply.Json.GetProperty("errors").EnumerateObject().Select(x => x.Name);

    private static async Task<List<string>> EntriesAsync(Host.Running server, Guid officer, string language) =>
        [
            .. (
                await server
                    .Auditor()
                    .GetAsync($"officers/{officer}/history?kind=activity", ("Accept-Language", language))
            )
                .Items()
                .Select(x => x.Text("text")!),
        ];
}

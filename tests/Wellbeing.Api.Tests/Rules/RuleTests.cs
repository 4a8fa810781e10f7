using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>What rules put on record, and when, by a clock that a test sets.</summary>
public sealed class RuleTests
{
    private const string ByRules = """
        SELECT concat_ws(' ', e.type, e.user_name, e.headers ->> 'role', e.headers ->> 'occurredAt',
            coalesce(e.data ->> 'dueOn', e.data ->> 'missed'), e.data ->> 'toUnit')
        FROM events.mt_events AS e WHERE e.user_name LIKE 'rule:%' ORDER BY e.seq_id
        """;

    private static readonly DateTimeOffset LastInstant = new DateTimeOffset(
        2027,
        4,
        1,
        0,
        0,
        0,
        Year.East
    ).AddMicroseconds(-1);

    private static readonly DateTimeOffset March = new(2027, 3, 30, 10, 0, 0, Year.East);

    [Fact]
    public async Task when_the_server_was_off_at_a_quarters_end_it_catches_up_on_start_once()
    {
        var clock = new SetClock(March);
        await using var first = await StartAsync(clock);
        await first.OfficerAsync();
        await first.QuietAsync(clock);
        clock.Set(March.AddDays(10));
        // The first does not look again before its next tick; whoever looks, it is recorded once.
        for (var start = 0; start < 3; start++)
        {
            await using var next = await BesideAsync(first, clock);
            await next.QuietAsync(clock);
        }

        (await first.Database.ListAsync<string>(ByRules)).ShouldBe([
            "talk_omitted rule:talk-coverage@1 rule 2027-03-31T15:59:59.999999Z 2027-03-31",
        ]);
    }

    [Fact]
    public async Task what_takes_a_talk_away_and_is_stored_after_that_was_judged_is_judged_all_the_same()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var officer = await server.OfficerAsync();
        var talk = IdOf(
            (await server.Integrator().PostAsync("talks", Talk(officer).And("heldAt", "2027-03-29T01:30:00Z"))).Made()
        );
        await using var keeper = await server.Database.HoldAsync($"SELECT pg_advisory_xact_lock({Locks.Rebuild})");
        clock.Set(LastInstant);
        var voiding = server.PoliticalOfficer(officer.Unit).PostAsync($"talks/{talk}/void", new { reason = "Misread" });
        await Until.TrueAsync(async () => await server.Database.WaitingAsync() > 0);
        clock.Set(LastInstant.AddSeconds(10));
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBeEmpty();

        await keeper.CloseAsync();
        (await voiding).Done();

        await Until.TrueAsync(async () => (await server.Database.ListAsync<string>(ByRules)).Count > 0);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBe([
            "talk_omitted rule:talk-coverage@1 rule 2027-03-31T15:59:59.999999Z 2027-03-31",
        ]);
    }

    [Fact]
    public async Task when_a_deadline_of_a_warning_passes_it_is_brought_to_the_level_above_once_for_each()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var top = await UnitAsync(server, null);
        var middle = await UnitAsync(server, top);
        var officer = await server.OfficerAsync(await UnitAsync(server, middle));
        var body = new
        {
            officerId = officer.Id,
            category = "emotional",
            level = "red",
            source = "peer",
        };
        var kept = IdOf((await server.Integrator().PostAsync("warnings", body)).Made());
        var missed = IdOf((await server.Integrator().PostAsync("warnings", body)).Made());
        clock.Set(March.AddHours(1));
        (await server.Integrator().PostAsync($"warnings/{kept}/acknowledge", new { })).Done();
        var help = new
        {
            officerId = officer.Id,
            kind = "crisis",
            warningIds = new[] { kept },
        };
        (await server.Integrator().PostAsync("interventions", help)).Made();
        clock.Set(March.AddHours(2.5));
        await server.QuietAsync(clock);
        clock.Set(March.AddHours(25));
        await server.QuietAsync(clock);

        (await server.Database.ListAsync<string>(ByRules)).ShouldBe([
            $"warning_escalated rule:warning-deadlines@1 rule 2027-03-30T04:00:00Z acknowledge {middle}",
            $"warning_escalated rule:warning-deadlines@1 rule 2027-03-31T02:00:00Z intervene {top}",
        ]);
        var warning = (await server.Integrator().GetAsync($"warnings/{missed}")).Done().Json;
        warning.GetProperty("escalations").GetInt32().ShouldBe(2);
        // A rule has not taken it up: who raised a warning still does not reach the officer by it.
        warning.TryGetProperty("takenUpBy", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task when_a_warning_is_put_on_record_late_there_are_hours_to_tell_how_its_deadlines_were_kept()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var officer = await server.OfficerAsync(await UnitAsync(server, null));
        var warning = new
        {
            officerId = officer.Id,
            category = "health",
            level = "red",
            source = "peer",
            occurredAt = March.AddDays(-3),
        };
        var told = IdOf((await server.Integrator().PostAsync("warnings", warning)).Made());
        IdOf((await server.Integrator().PostAsync("warnings", warning)).Made());
        clock.Set(March.AddHours(3));
        var at = new { occurredAt = March.AddDays(-3).AddHours(1) };
        (await server.Integrator().PostAsync($"warnings/{told}/acknowledge", at)).Done();
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBeEmpty();
        clock.Set(March.AddHours(25));
        await server.QuietAsync(clock);

        (await server.Database.ListAsync<string>(ByRules))
            .Count(x => x.Contains("acknowledge", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task an_import_sets_nothing_off_until_an_administrator_says_that_the_imported_are_covered()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var (unit, badge) = (await UnitAsync(server, null), Name("P"));
        var lines = $$$"""
            {"key":"{{{badge}}}-1","stream":"officer/{{{badge}}}","type":"officer_enrolled","occurredAt":"2020-07-01T00:00:00Z","actor":"hr","data":{"badgeNumber":"{{{badge}}}","name":"{{{badge}}}","unitCode":"{{{unit}}}","appointedOn":"2020-07-01"}}
            {"key":"{{{badge}}}-2","stream":"warning/{{{badge}}}","type":"warning_raised","occurredAt":"2027-03-29T00:00:00Z","actor":"hr","data":{"badgeNumber":"{{{badge}}}","category":"conduct","level":"red","source":"peer"}}
            """;
        var sent = await server.Integrator().SendAsync(HttpMethod.Post, "imports", Lines.Content(lines));
        sent.Text.ShouldContain("\"accepted\":2");
        clock.Set(March.AddDays(100));
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBeEmpty();

        var rules = new
        {
            validFrom = $"{March.AddDays(100):yyyy-MM-dd}",
            content = RuleBodies.Content([], coversImported: true),
        };
        (await server.Administrator().PostAsync("policies/rules", rules)).Done();
        clock.Set(March.AddDays(190));
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBe([
            "talk_omitted rule:talk-coverage@1 rule 2027-09-30T15:59:59.999999Z 2027-09-30",
        ]);
    }

    [Fact]
    public async Task before_they_are_active_rules_look_at_nothing()
    {
        var clock = new SetClock(March);
        await using var server = await Host.StartAsync(
            x => x.AddSingleton<TimeProvider>(clock),
            ("Rules:ActiveFrom", "2028-01-01T00:00:00+08:00")
        );
        var officer = await server.OfficerAsync(await UnitAsync(server, null));
        var body = new
        {
            officerId = officer.Id,
            category = "conduct",
            level = "red",
            source = "peer",
        };
        (await server.Integrator().PostAsync("warnings", body)).Made();
        clock.Set(March.AddDays(200));
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_threshold_may_not_change_under_the_same_version()
    {
        await using var server = await StartAsync(new SetClock(March));
        var administrator = server.Administrator();
        object Other(int version) =>
            RuleBodies.Rules(
                $"{March:yyyy-MM-dd}",
                RuleBodies.Threshold("repeated-warnings", version, "warnings", 2, 30, "orange")
            );
        (await administrator.PostAsync("policies/rules", Other(1))).Refused(409, "rule-version-in-use");
        (await administrator.PostAsync("policies/rules", Other(2))).Done();
        var twice = RuleBodies.Threshold("twice", 1, "warnings", 2, 30, "orange");
        (
            await administrator.PostAsync("policies/rules", RuleBodies.Rules($"{March:yyyy-MM-dd}", twice, twice))
        ).Refused(400, "bad-input");
    }

    [Fact]
    public async Task what_is_not_done_by_its_day_is_overdue_when_that_ends_once_although_the_server_was_off_and_is_told()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var (unit, elsewhere) = (await UnitAsync(server, null), await UnitAsync(server, null));
        var officer = await server.OfficerAsync(unit);
        var (talk, leave, review) = await DueAsync(server, officer);
        await DueAsync(server, await server.OfficerAsync(elsewhere), kept: true);
        // Another system's is not this one's to remind of.
        var name = Name("t");
        string[] past = [CareLines.Held(name, officer.Badge), CareLines.Agreed(name)];
        (await server.ImportAsync(Lines.Text(past))).Totals!.Accepted.ShouldBe(2);
        clock.Set(LastInstant);
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).ShouldBeEmpty();
        clock.Set(March.AddDays(10));
        for (var start = 0; start < 3; start++)
        {
            await using var next = await BesideAsync(server, clock);
            await next.QuietAsync(clock);
        }

        (await server.Database.ListAsync<string>(ByRules)).ShouldBe(
            [
                "talk_follow_up_overdue rule:follow-ups@1 rule 2027-03-31T15:59:59.999999Z 2027-03-31",
                "leave_overstayed rule:leaves@1 rule 2027-03-31T15:59:59.999999Z 2027-03-30",
                "review_action_overdue rule:review-actions@1 rule 2027-03-31T15:59:59.999999Z 2027-03-31",
            ],
            ignoreOrder: true
        );
        await ToldAsync(unit, Role.PoliticalOfficer, "po-9", "leave", "review", "talk");
        await ToldAsync(unit, Role.Commander, "commander-9", "leave");
        await ToldAsync(unit, Role.Commander, "commander-2", "leave", "review");
        await ToldAsync(unit, Role.Counsellor, "po-7");
        await ToldAsync(unit, Role.Commander, "po-7", "leave", "talk", "talk");
        await ToldAsync(await UnitAsync(server, null), Role.PoliticalOfficer, "po-7");
        // Who owns an action is told of it wherever they serve: it names no officer.
        await ToldAsync(elsewhere, Role.Commander, "commander-2", "review");
        await ToldAsync(elsewhere, Role.Officer, "commander-2", "review");
        var political = server.PoliticalOfficer(unit);
        (await political.GetAsync($"officers/{officer.Id}/history?text=true"))
            .Items()
            .ConvertAll(x => x.Text("text"))
            .ShouldContain("Follow-up 1 was due on 2027-03-31 and was not done.");
        (await political.GetAsync("reviews")).Items().Single().GetProperty("overdueActions").GetInt32().ShouldBe(1);
        await EndedAsync(server, talk, leave, review);
        (await political.GetAsync("reviews")).Items().Single().GetProperty("overdueActions").GetInt32().ShouldBe(0);
        await server.QuietAsync(clock);
        (await server.Database.ListAsync<string>(ByRules)).Count.ShouldBe(3);

        async Task ToldAsync(string of, Role role, string sub, params string[] streams) =>
            (await server.As(role, of, sub: sub).GetAsync("notices"))
                .Items()
                .Select(x => x.Text("stream")!)
                .Order(StringComparer.Ordinal)
                .ShouldBe(streams, ignoreOrder: false, $"{role} {sub}");
    }

    [Fact]
    public async Task what_was_done_in_time_and_is_told_late_happened_on_its_day()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var officer = await server.OfficerAsync(await UnitAsync(server, null));
        var (_, leave, review) = await DueAsync(server, officer);
        object second = new
        {
            what = "A gym.",
            owner = "commander-2",
            dueOn = "2027-03-31",
        };
        (await server.Integrator().PostAsync($"reviews/{review}/actions", second)).Done();
        clock.Set(March.AddDays(10));
        await using var next = await BesideAsync(server, clock);
        await next.QuietAsync(clock);
        var clerk = server.PoliticalOfficer(officer.Unit);

        object dated = new { returnedOn = "2027-03-30", occurredAt = "2027-03-30T18:00:00+08:00" };
        (await clerk.PostAsync($"leaves/{leave}/return", dated)).Done();
        object done = new { outcome = "done", closedOn = "2027-03-30" };
        (await clerk.PostAsync($"reviews/{review}/actions/1/close", done)).Done();
        (await clerk.PostAsync($"reviews/{review}/actions/2/close", done)).Done();

        var back = (await clerk.GetAsync($"leaves/{leave}")).Done().Json;
        (back.Text("status"), back.Text("returnedOn")).ShouldBe(("returned", "2027-03-30"));
        (
            await server.Database.ListAsync<string>(
                "SELECT concat_ws(' ', type, headers ->> 'occurredAt') FROM events.mt_events "
                    + "WHERE type IN ('leave_overstayed', 'leave_returned', 'review_action_overdue', 'review_action_closed') "
                    + "ORDER BY type, version"
            )
        ).ShouldBe(
            [
                "leave_overstayed 2027-03-31T15:59:59.999999Z",
                "leave_returned 2027-03-30T10:00:00Z",
                "review_action_closed 2027-03-30T02:00:00Z",
                "review_action_closed 2027-03-30T02:00:00Z",
                "review_action_overdue 2027-03-31T15:59:59.999999Z",
                "review_action_overdue 2027-03-31T15:59:59.999999Z",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task an_award_to_a_unit_makes_a_talk_due_with_each_who_was_nominated_with_it()
    {
        var clock = new SetClock(March);
        await using var server = await StartAsync(clock);
        var unit = await UnitAsync(server, null);
        Guid[] officers = [(await server.OfficerAsync(unit)).Id, (await server.OfficerAsync(unit)).Id];
        var nomination = new
        {
            recipientKind = "collective",
            unitCode = unit,
            title = "Together",
            deed = "other",
            nominatedOn = "2027-03-29",
        };
        var award = IdOf((await server.Integrator().PostAsync("commendations", nomination)).Made());
        await server.QuietAsync(clock);
        await server.OfficerAsync(unit);
        var approval = new { level = "commendation", authority = "county" };
        (await server.Administrator().PostAsync($"commendations/{award}/approve", approval)).Done();
        await server.QuietAsync(clock);
        clock.Set(March.AddDays(15));
        await server.QuietAsync(clock);

        (
            await server.Database.ListAsync<string>(
                "SELECT data ->> 'officerId' FROM events.mt_events WHERE type = 'talk_omitted' AND data ->> 'trigger' = 'award'"
            )
        ).ShouldBe(officers.Select(x => $"{x}"), ignoreOrder: true);
    }

    /// <summary>Something that is due until the end of tomorrow, in a talk, a leave and a review; done at that instant or not.</summary>
    private static async Task<(Guid Talk, Guid Leave, Guid Review)> DueAsync(
        Host.Running server,
        Known officer,
        bool kept = false
    )
    {
        var (integrator, tomorrow) = (server.Integrator(), "2027-03-31");
        object held = new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            heldAt = March,
        };
        var talk = IdOf((await integrator.PostAsync("talks", held)).Made());
        object agreed = new
        {
            what = "Other shifts.",
            owner = "po-7",
            dueOn = tomorrow,
        };
        (await integrator.PostAsync($"talks/{talk}/follow-ups", agreed)).Done();
        object asked = new
        {
            officerId = officer.Id,
            kind = "annual",
            from = "2027-03-30",
            to = "2027-03-30",
        };
        var leave = IdOf((await integrator.PostAsync("leaves", asked)).Made());
        (await server.As(Role.Commander, officer.Unit).PostAsync($"leaves/{leave}/approve", new { })).Done();
        (await integrator.PostAsync($"leaves/{leave}/start", new { })).Done();
        object reviewed = new
        {
            unitCode = officer.Unit,
            quarter = "2027-Q1",
            heldAt = March,
        };
        var review = IdOf((await integrator.PostAsync("reviews", reviewed)).Made());
        object assigned = new
        {
            what = "Other shifts.",
            owner = "commander-2",
            dueOn = tomorrow,
        };
        (await integrator.PostAsync($"reviews/{review}/actions", assigned)).Done();
        if (kept)
        {
            var clock = (SetClock)server.Services.GetRequiredService<TimeProvider>();
            clock.Set(LastInstant);
            await EndedAsync(server, talk, leave, review);
            clock.Set(March);
        }
        return (talk, leave, review);
    }

    private static async Task EndedAsync(Host.Running server, Guid talk, Guid leave, Guid review)
    {
        (await server.Integrator().PostAsync($"talks/{talk}/follow-ups/1/done", new { })).Done();
        (await server.Integrator().PostAsync($"leaves/{leave}/return", new { })).Done();
        (await server.Integrator().PostAsync($"reviews/{review}/actions/1/close", new { outcome = "done" })).Done();
    }

    /// <summary>Lets the rules act, from the database's first start.</summary>
    internal static (string, string) Active => ("Rules:ActiveFrom", "");

    private static Task<Host.Running> StartAsync(SetClock clock) =>
        Host.StartAsync(x => x.AddSingleton<TimeProvider>(clock), Active);

    private static Task<Host.Running> BesideAsync(Host.Running first, SetClock clock) =>
        Host.NodeAsync(first.Database, first.Folder, owns: false, x => x.AddSingleton<TimeProvider>(clock), Active);

    private static async Task<string> UnitAsync(Host.Running server, string? parentCode)
    {
        var unitCode = Name("U");
        var body = new
        {
            unitCode,
            name = unitCode,
            kind = "frontline",
            parentCode,
        };
        (await server.Administrator().PostAsync("units", body)).Made();
        return unitCode;
    }
}

/// <summary>Waits for rules.</summary>
internal static class Waiting
{
    public const string Quiet = """
        SELECT coalesce((SELECT last_seq_id FROM events.mt_event_progression WHERE name = 'rules:All'), 0)
                >= (SELECT max(seq_id) FROM events.mt_events)
            AND NOT EXISTS (SELECT FROM rules.due WHERE due_at <= $1)
        """;

    /// <summary>Waits until the rules have nothing left to do.</summary>
    public static Task QuietAsync(this Host.Running server, TimeProvider clock) => QuietAsync(server.Database, clock);

    /// <inheritdoc cref="QuietAsync(Host.Running, TimeProvider)" />
    public static Task QuietAsync(this Database database, TimeProvider clock) =>
        Until.TrueAsync(() => database.AskAsync<bool>(Quiet, clock.GetUtcNow()));
}

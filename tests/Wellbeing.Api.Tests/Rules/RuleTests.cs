using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Tests.Imports;
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
    private const string Quiet = """
        SELECT seq >= (SELECT max(seq_id) FROM events.mt_events) AND NOT EXISTS (SELECT FROM rules.due WHERE due_at <= $1)
        FROM rules.progress
        """;

    /// <summary>Waits until the rules have nothing left to do.</summary>
    public static Task QuietAsync(this Host.Running server, TimeProvider clock) => QuietAsync(server.Database, clock);

    /// <inheritdoc cref="QuietAsync(Host.Running, TimeProvider)" />
    public static Task QuietAsync(this Database database, TimeProvider clock) =>
        Until.TrueAsync(() => database.AskAsync<bool>(Quiet, clock.GetUtcNow()));
}

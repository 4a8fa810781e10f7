using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;
using static Wellbeing.Api.Tests.Imports.CareLines;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Talks, warnings and interventions of another system, linked by that system's own keys.</summary>
public sealed class CareImportTests(Host host)
{
    private const int BatchLines = 1000;

    [Theory]
    [InlineData(0)]
    // So that each line stands in a batch of its own, decided while the one before it is being stored.
    [InlineData(BatchLines - 1)]
    public async Task a_whole_course_of_care_is_put_on_record_once_with_its_links_and_its_texts(int between)
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        var lines = Course(badge, name).ToList();
        var file = Text(Apart(lines, between, () => Declined("unheard-of")));
        var expected = new Totals(lines.Count, 0, (lines.Count - 1) * between, 0);

        var dry = await server.ImportAsync(file, unit, dryRun: true);
        dry.Totals.ShouldBe(expected);
        (await EventsAsync(server, badge)).ShouldBe(["officer_enrolled"]);
        var wet = await server.ImportAsync(file, unit);
        wet.Totals.ShouldBe(expected);
        (await server.ImportAsync(file, unit)).Totals.ShouldBe(new(0, lines.Count, expected.Rejected, 0));

        (await EventsAsync(server, badge)).ShouldBe(
            ["officer_enrolled", .. lines.Select(x => JsonNode.Parse(x)!["type"]!.GetValue<string>())],
            ignoreOrder: true
        );
        await LinkedAsync(server, badge);
        await OpenedAsync(server, badge);
    }

    [Theory]
    [InlineData(0)]
    // Taken in, so that a batch is still being stored while the next one is looked up.
    [InlineData(BatchLines - 1)]
    public async Task a_steps_unit_is_the_one_that_the_officer_was_in_by_then(int between)
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        var (_, other, _) = await ServingAsync(server);
        var (second, third) = (await server.UnitAsync(), await server.UnitAsync());
        var file = Text(
            Apart(
                [
                    Held(name, badge),
                    Moved(badge, second, "2024-03-06"),
                    Agreed(name),
                    Agreed(name).But("key", Name("k")),
                    Moved(badge, third, "2024-04-19"),
                    Finished(name, 1),
                    Raised(name, badge),
                    Finished(name, 2),
                ],
                between,
                () => Stated(other)
            )
        );
        (await server.ImportAsync(file, unit)).Totals.ShouldBe(new(8 + 7 * between, 0, 0, 0));

        (await UnitsAsync(server, badge, "talk")).ShouldBe([unit, second, second, third, third]);
        (await UnitsAsync(server, badge, "warning")).ShouldBe([second]);
    }

    [Fact]
    public async Task a_link_that_is_unknown_or_about_somebody_else_or_of_another_kind_is_rejected_by_itself()
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        var other = Name("P");
        var officer = await OfficerIdAsync(server, badge);
        await server.ImportAsync(Text(Enrolled(other, unit), Held(name, badge), Held($"{name}-o", other)), unit);
        var (mine, others) = (await TalkIdAsync(server, badge), await TalkIdAsync(server, other));

        string[] lines =
        [
            Raised($"{name}1", badge, "talk", "talk/unheard-of"),
            Raised($"{name}2", badge, "talk", $"talk/{name}-o"),
            Raised($"{name}3", badge, "talk").But("sourceId", $"{others}"),
            Raised($"{name}4", badge, "talk").But("sourceId", $"{Guid.CreateVersion7()}"),
            Raised($"{name}5", badge, "talk").But("sourceId", $"{officer}"),
            Raised($"{name}6", badge, "talk", "warning/x"),
            Raised($"{name}7", badge, "peer", $"talk/{name}"),
            Opened($"{name}8", badge, "warning/unheard-of"),
            Opened($"{name}9", badge).But("warningIds", new JsonArray($"{mine}")),
            Raised($"{name}a", badge, "talk", $"talk/{name}"),
            Raised($"{name}b", badge, "talk").But("sourceId", $"{mine}"),
            Omitted($"{name}c", badge),
            Raised($"{name}d", badge, "talk", $"talk/{name}c"),
            Opened($"{name}e", badge, $"warning/{name}a", $"warning/{name}b", $"warning/{name}a"),
        ];
        var answer = await server.ImportAsync(Text(lines), unit);

        answer.Rejected.ShouldBe([
            (1, "unknown-talk"),
            (2, "unknown-talk"),
            (3, "unknown-talk"),
            (4, "unknown-talk"),
            (5, "unknown-talk"),
            (6, "bad-input"),
            (7, "bad-input"),
            (8, "unknown-warning"),
            (9, "unknown-warning"),
            (13, "talk-not-held"),
        ]);
        answer.Totals.ShouldBe(new(4, 0, 10, 0));
    }

    [Fact]
    public async Task a_record_is_named_by_its_key_or_by_its_id_and_once_is_enough()
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        await server.ImportAsync(Text(Raised(name, badge)), unit);
        var warning = Guid.Parse((await IdsAsync(server, badge, "warning"))[0]);
        var twice = new JsonArray($"{warning}", $"{warning}");

        var answer = await server.ImportAsync(
            Text(
                Opened($"{name}1", badge, $"warning/{name}").But("warningIds", twice.DeepClone()),
                Opened($"{name}2", badge).But("warningIds", twice)
            ),
            unit
        );

        answer.Rejected.ShouldBe([(1, "bad-input")]);
        (await StateAsync(server, badge, "intervention"))
            .GetProperty("warningIds")
            .EnumerateArray()
            .Select(x => x.GetGuid())
            .ShouldBe([warning]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_warning_that_the_batch_before_dismissed_is_answered_by_no_intervention(bool byId)
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        var (_, other, _) = await ServingAsync(server);
        await server.ImportAsync(Text(Raised(name, badge)), unit);
        var warning = (await IdsAsync(server, badge, "warning"))[0];
        var opened = byId
            ? Opened(name, badge).But("warningIds", new JsonArray(warning))
            : Opened(name, badge, $"warning/{name}");

        var file = Text(Apart([Dismissed(name), opened], BatchLines - 1, () => Stated(other)));
        var answer = await server.ImportAsync(file, unit);

        answer.Rejected.ShouldBe([(BatchLines + 1, "warning-closed")]);
        answer.Totals!.Accepted.ShouldBe(BatchLines);
    }

    [Fact]
    public async Task what_a_source_found_overdue_is_on_record_and_not_up_to_the_end_of_its_last_day()
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        string[] lines =
        [
            Held(name, badge),
            Agreed(name),
            Overdue(name).But("occurredAt", "2024-04-30T15:59:59Z").But("key", Name("k")),
            Overdue(name),
            Overdue(name).But("key", Name("k")),
        ];

        (await server.ImportAsync(Text(lines), unit)).Rejected.ShouldBe([
            (3, "follow-up-not-overdue"),
            (5, "follow-up-overdue"),
        ]);
        var talk = (await server.PoliticalOfficer(unit).GetAsync($"talks?within={unit}")).Items().Single();
        talk.GetProperty("followUps")[0].Text("overdueAt").ShouldBe("2024-05-01T08:00:00Z");
    }

    [Fact]
    public async Task what_a_records_state_refuses_is_rejected_with_the_posts_own_code()
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = await ServingAsync(server);
        string[] lines =
        [
            Arranged(name, badge),
            Agreed(name),
            Took(name),
            Took(name).But("key", Name("k")),
            Finished(name, 7),
            Voided(name).But("actor", "records-office"),
            Voided(name),
            Took($"{name}-nobody's"),
            Held(name, badge).But("key", Name("k")),
            Opened(name, badge),
            Completed(name),
            Suspended(name).But("occurredAt", "2024-06-01T00:00:00Z"),
            Line(Name("k"), $"access/{name}", "access_overridden", Long.Ago, new { badgeNumber = badge, reason = "x" }),
            Line(Name("k"), $"access/{name}", "record_disclosed", Long.Ago, new { badgeNumber = badge }),
        ];

        var answer = await server.ImportAsync(Text(lines), unit);

        answer.Rejected.ShouldBe([
            (2, "talk-not-held"),
            (4, "talk-already-held"),
            (5, "unknown-follow-up"),
            (6, "second-person-needed"),
            (8, "unknown-stream"),
            (9, "stream-exists"),
            (12, "intervention-closed"),
            (13, "unknown-type"),
            (14, "unknown-type"),
        ]);
    }

    /// <summary>The lines with others between them.</summary>
    private static IEnumerable<string> Apart(IReadOnlyList<string> lines, int between, Func<string> other) =>
        lines.SelectMany((line, i) => i == 0 ? [line] : Enumerable.Range(0, between).Select(_ => other()).Append(line));

    private static string Stated(string badge) =>
        Line(
            Name("k"),
            $"officer/{badge}",
            "officer_preference_stated",
            "2020-01-01T00:00:00Z",
            new { badgeNumber = badge, preference = "Nearer home" }
        );

    private static IEnumerable<string> Course(string badge, string name) =>
        [
            Arranged(name, badge),
            Took(name, $"Took {name}"),
            Agreed(name, $"First {name}"),
            Agreed(name, $"Second {name}").But("key", Name("k")),
            Finished(name, 2, $"Done {name}"),
            Held($"{name}-other", badge, $"Held {name}"),
            Omitted($"{name}-not", badge),
            Raised(name, badge, "talk", $"talk/{name}"),
            Acknowledged(name),
            Raised($"{name}-other", badge),
            Opened(name, badge, $"warning/{name}", $"warning/{name}-other"),
            Session(name, 2, $"Session {name}"),
            Session(name, 9),
            Completed(name),
        ];

    private static async Task LinkedAsync(Host.Running server, string badge)
    {
        var links = await server.Database.ListAsync<string>(
            """
            SELECT concat_ws('|', l.from_kind, e.type, l.to_kind, f.type) FROM readmodels.links AS l
            JOIN events.mt_events AS e ON e.stream_id = l.from_id AND e.version = 1
            JOIN events.mt_events AS f ON f.stream_id = l.to_id AND f.version = 1
            JOIN identities.officers AS i USING (officer_id) WHERE i.badge_number = $1 ORDER BY 1
            """,
            badge
        );
        links.ShouldBe([
            "talk|talk_scheduled|warning|warning_raised",
            "warning|warning_raised|intervention|intervention_opened",
            "warning|warning_raised|intervention|intervention_opened",
        ]);
    }

    /// <summary>Every text that was imported is opened again as it was sent, by a disclosure.</summary>
    private static async Task OpenedAsync(Host.Running server, string badge)
    {
        var auditor = server.As(Role.Auditor);
        var texts = new List<string>();
        foreach (var kind in new[] { "talk", "warning", "intervention" })
        {
            foreach (var id in await IdsAsync(server, badge, kind))
            {
                var opened = (await auditor.PostAsync($"{kind}s/{id}/disclosures", new { purpose = "A check" })).Done();
                texts.AddRange(opened.Json.GetProperty("texts").EnumerateArray().Select(x => x.Text("text")!));
            }
        }
        var name = texts.Single(x => x.StartsWith("Took ", StringComparison.Ordinal))[5..];
        texts.ShouldBe(
            [
                "A child was born",
                $"Took {name}",
                $"First {name}",
                $"Second {name}",
                $"Done {name}",
                "shift work",
                $"Held {name}",
                "Finds him withdrawn",
                "Finds him withdrawn",
                "A place in a day nursery",
                $"Session {name}",
                "Spoke about sleep",
                "Sleeps again",
            ],
            ignoreOrder: true
        );
    }

    /// <summary>An officer of a new unit, enrolled by the source that bears the unit's name, and a name for records.</summary>
    private static async Task<(string Unit, string Badge, string Name)> ServingAsync(Host.Running server)
    {
        var (unit, badge) = (Name("U"), Name("P"));
        (await server.ImportAsync(Text(Formed(unit), Enrolled(badge, unit)), unit)).Totals!.Accepted.ShouldBe(2);
        return (unit, badge, Name("n"));
    }

    private static Task<Guid> OfficerIdAsync(Host.Running server, string badge) =>
        server.Database.AskAsync<Guid>("SELECT officer_id FROM identities.officers WHERE badge_number = $1", badge);

    private static async Task<Guid> TalkIdAsync(Host.Running server, string badge) =>
        Guid.Parse((await IdsAsync(server, badge, "talk"))[0]);

    private static Task<List<string>> IdsAsync(Host.Running server, string badge, string kind) =>
        server.Database.ListAsync<string>(
            $"SELECT id::text FROM readmodels.mt_doc_{kind} JOIN identities.officers USING (officer_id) "
                + "WHERE badge_number = $1 ORDER BY 1",
            badge
        );

    private static async Task<JsonElement> StateAsync(Host.Running server, string badge, string kind) =>
        JsonElement.Parse(
            await server.Database.AskAsync<string>(
                $"SELECT data::text FROM readmodels.mt_doc_{kind} JOIN identities.officers USING (officer_id) "
                    + "WHERE badge_number = $1",
                badge
            )
        );

    private static Task<List<string>> EventsAsync(Host.Running server, string badge) =>
        OfEventsAsync(server, badge, "e.type", "officer_id IS NOT NULL");

    private static Task<List<string>> UnitsAsync(Host.Running server, string badge, string kind) =>
        OfEventsAsync(server, badge, "e.data ->> 'unitCode'", $"starts_with(e.type, '{kind}_')");

    private static Task<List<string>> OfEventsAsync(Host.Running server, string badge, string what, string which) =>
        server.Database.ListAsync<string>(
            $"SELECT {what} FROM events.mt_events AS e JOIN identities.officers AS i "
                + $"ON i.officer_id = (e.data ->> 'officerId')::uuid WHERE i.badge_number = $1 AND {which} ORDER BY e.seq_id",
            badge
        );
}

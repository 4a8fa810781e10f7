using Shouldly;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Observability;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Erasures;

/// <summary>Neither a table or dump of either database, nor the log, nor any answer holds who was erased, or what was said.</summary>
public sealed class NoTraceTests
{
    private const string Said = "Zq9unheard of nobody else";

    /// <summary>Who the officer is, in words that nobody else uses; and who stays.</summary>
    private static readonly string[] Person = ["Zq9 Erasable", "ZQ9-4711", "zq9@example.org", "Zq9 Renamed"];

    [Fact]
    public async Task who_was_erased_is_in_no_table_dump_log_or_answer_and_anothers_texts_still_open()
    {
        var received = new Received();
        await using var collector = await Site.StartAsync(received.Map, "--RateLimit:PerSecond=1000000");
        await using var process = await OwnProcess.StartAsync(collector.Address);
        var server = process.Server;
        var other = await server.OfficerAsync();
        var kept = await server.TalkAsync(other);
        var (officer, records) = await LiveAsync(server);
        // Else nothing was looked for.
        (await HeldAsync(server)).ShouldNotBeEmpty();
        await server.ErasedAsync(officer);

        (await HeldAsync(server)).ShouldBeEmpty();
        foreach (var path in records.Concat(Paths(officer)))
        foreach (var language in new[] { "en", "zh-CN" })
        {
            var reply = await server.Auditor().GetAsync(path, ("Accept-Language", language));
            Found(reply.Text).ShouldBeEmpty(path);
        }
        foreach (var record in records.Where(x => !x.StartsWith("commendations", StringComparison.Ordinal)))
            (await server.Auditor().PostAsync($"{record}/disclosures", Telling.Purpose)).Refused(409, "text-erased");
        var texts = (await server.Auditor().PostAsync($"talks/{kept}/disclosures", Telling.Purpose)).Done();
        texts.Text.ShouldContain("Sleeps badly since the night shifts.");
        foreach (var name in new[] { "Wellbeing", "Keys" })
            Found(await MarkerLaws.DumpAsync(server.Database, name)).ShouldBeEmpty(name);
        var output = await process.EndAsync();
        output.ShouldContain("is erased");
        Found(output).ShouldBeEmpty();
    }

    /// <summary>An officer with every kind of record, who was named and renamed, and of whom a text was opened.</summary>
    private static async Task<(Known Officer, string[] Records)> LiveAsync(Host.Running server)
    {
        var unit = await server.UnitAsync();
        var enrolled = new
        {
            badgeNumber = Person[1],
            name = Person[0],
            unitCode = unit,
            appointedOn = "2015-07-01",
        };
        var officer = new Known(
            Bureau.IdOf((await server.Administrator().PostAsync("officers", enrolled)).Made()),
            Person[1],
            unit
        );
        await server.OfOfficerAsync(officer, "identity", new { name = Person[3], contact = Person[2] });
        await server.OfOfficerAsync(officer, "preferences", new { preference = Said });
        var talk = await MadeAsync("talks", Bureau.Talk(officer).And("narrative", Said));
        var warning = await MadeAsync("warnings", Bureau.Warning(officer).And("evidence", Said));
        (await server.Integrator().PostAsync($"warnings/{warning}/dismiss", new { reason = Said })).Done();
        var help = await MadeAsync("interventions", Bureau.Intervention(officer).And("plan", Said));
        (await server.Integrator().PostAsync($"interventions/{help}/abandon", new { reason = Said })).Done();
        var test = await MadeAsync("assessments", Bureau.Assessment(officer).And("reason", Said));
        (
            await server
                .Integrator()
                .PostAsync($"assessments/{test}/complete", Bureau.Answers(0, 0, 0, 0, 0, 0, 0, 1, 0))
        ).Done();
        (await server.Integrator().PostAsync($"assessments/{test}/review", new { note = Said })).Done();
        var leave = await MadeAsync("leaves", Requested.Leave(officer).And("reason", Said));
        var banquet = await MadeAsync(
            "banquets",
            Requested.Banquet(officer, "2099-03-23").And("venue", Said).And("note", Said)
        );
        var suggestion = await MadeAsync("suggestions", Requested.Suggestion(officer).And("text", Said));
        var piece = await MadeAsync("equipment", Requested.Piece(officer));
        var service = new { servicedOn = "2024-04-02", note = Said };
        (await server.Integrator().PostAsync($"equipment/{piece}/service", service)).Done();
        var award = await MadeAsync("commendations", Bureau.Nomination(officer).And("citation", Said));
        (await server.Auditor().PostAsync($"talks/{talk}/disclosures", new { purpose = Said })).Text.ShouldContain(
            Said
        );
        (await server.Auditor().GetAsync($"commendations/{award}")).Text.ShouldContain(Said);
        (await server.Counsellor().PostAsync("overrides", new { officerId = officer.Id, reason = Said })).Made();
        return (
            officer,
            [
                $"talks/{talk}",
                $"warnings/{warning}",
                $"interventions/{help}",
                $"commendations/{award}",
                $"assessments/{test}",
                $"leaves/{leave}",
                $"banquets/{banquet}",
                $"suggestions/{suggestion}",
                $"equipment/{piece}",
            ]
        );

        async Task<Guid> MadeAsync(string path, object body) =>
            Bureau.IdOf(
                (
                    await server
                        .Integrator()
                        .PostAsync(path, body, ("Idempotency-Key", $"{Guid.NewGuid()}"), ("X-Note", Said))
                ).Made()
            );
    }

    private static string[] Paths(Known officer) =>
        [
            $"officers/{officer.Id}",
            $"officers/by-badge/{Uri.EscapeDataString("nobody")}",
            "officers?limit=500",
            $"officers/{officer.Id}/history?limit=500",
            $"officers/{officer.Id}/replay",
            $"officers/{officer.Id}/accesses",
            $"audit/streams/{officer.Id}",
            $"audit/events?officer={officer.Id}&limit=500",
            $"talks?officer={officer.Id}",
            $"warnings?officer={officer.Id}",
            $"interventions?officer={officer.Id}",
            $"assessments?officer={officer.Id}",
            $"leaves?officer={officer.Id}",
            $"banquets?officer={officer.Id}",
            $"suggestions?officer={officer.Id}",
            $"equipment?officer={officer.Id}",
            "equipment/readiness/officers?limit=500",
            $"commendations?officer={officer.Id}",
            "overrides",
            "erasures",
            $"erasures/{officer.Id}",
            $"erasures/{officer.Id}/certificate",
            "honours/recipients",
            "honours/headcount?limit=500",
        ];

    private static async Task<List<string>> HeldAsync(Host.Running server)
    {
        var found = new List<string>();
        foreach (var database in new[] { server.Database.Owner, server.Database.KeysOwner })
        foreach (var (table, rows) in await MarkerLaws.RowsAsync(database))
            found.AddRange(Found(rows).Select(x => $"{table}: {x}"));
        return found;
    }

    private static List<string> Found(string text) =>
        [.. Person.Append(Said).Where(x => text.Contains(x, StringComparison.OrdinalIgnoreCase))];
}

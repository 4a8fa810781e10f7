using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Records;

public sealed class DisclosureTests(Host host)
{
    private const string Said = "睡不好 — «since the night shifts»\nand 🌙.";

    [Theory]
    [InlineData("{}", "purpose")]
    [InlineData("""{"purpose":null}""", "purpose")]
    [InlineData("""{"purpose":"  "}""", "purpose")]
    [InlineData("""{"purpose":"To help","nonsense":1}""", "nonsense")]
    [InlineData("""{"purpose":"To help","field":"evidence"}""", "field")]
    public async Task when_the_purpose_or_the_field_is_wrong_it_is_named_and_nothing_is_opened(
        string body,
        string field
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);

        var reply = await server.PoliticalOfficer(officer.Unit).PostAsync($"talks/{talk}/disclosures", body);

        reply.Refused(400, "bad-input");
        reply.Json.GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe([field]);
        (await server.Database.DisclosedAsync(officer)).ShouldBeEmpty();
    }

    [Fact]
    public async Task when_a_talk_was_amended_both_texts_come_as_written_with_who_wrote_them()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"talks/{Bureau.IdOf(await HeldAsync(server, officer))}";
        var amendment = new { narrative = "Sleeps well.", reason = "Misheard." };
        (await server.PoliticalOfficer(officer.Unit, "po-second").PostAsync($"{path}/amend", amendment)).Done();

        var reply = (await DiscloseAsync(server.PoliticalOfficer(officer.Unit), path)).Done();

        Texts(reply)
            .ShouldBe([
                (1, "talk_held", "topics", "shift work", "po-first"),
                (1, "talk_held", "narrative", Said, "po-first"),
                (2, "talk_amended", "reason", "Misheard.", "po-second"),
                (2, "talk_amended", "narrative", "Sleeps well.", "po-second"),
            ]);
        reply.Json.GetProperty("withheld").GetInt32().ShouldBe(0);
        reply.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task when_one_field_is_asked_for_the_others_stay_sealed()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"talks/{Bureau.IdOf(await HeldAsync(server, officer))}";

        var reply = (
            await DiscloseAsync(server.PoliticalOfficer(officer.Unit), path, Telling.Purpose.And("field", "narrative"))
        ).Done();

        Texts(reply).Select(x => x.Field).ShouldBe(["narrative"]);
        reply.Text.ShouldNotContain("shift work");
        var stored = JsonElement.Parse((await server.Database.DisclosedAsync(officer)).ShouldHaveSingleItem());
        stored.GetProperty("fields").GetRawText().ShouldBe("""["narrative"]""");
    }

    [Fact]
    public async Task when_texts_were_sent_the_disclosure_is_stored_with_its_purpose_sealed()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);

        var reply = (await DiscloseAsync(server.Auditor("auditor-7"), $"talks/{talk}")).Done();

        var data = (await server.Database.DisclosedAsync(officer)).ShouldHaveSingleItem();
        data.ShouldNotContain("next talk");
        var stored = JsonElement.Parse(data);
        stored.GetProperty("purpose").TryGetProperty("sealed", out _).ShouldBeTrue();
        (stored.Text("streamId"), stored.Text("role"), stored.GetProperty("texts").GetInt32()).ShouldBe(
            ($"{talk}", "auditor", 2)
        );
        var trail = (await server.Auditor().GetAsync($"audit/streams/{Bureau.IdOf(reply)}")).Items()[0];
        (trail.Text("type"), trail.Text("actor")).ShouldBe(("record_disclosed", "auditor-7"));
        trail
            .GetProperty("recordedAt")
            .GetDateTimeOffset()
            .ShouldBe(reply.Json.GetProperty("recordedAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("counselling")]
    [InlineData("crisis")]
    [InlineData("groupCounselling")]
    public async Task when_an_officer_opens_a_counselling_of_the_own_its_notes_are_withheld_and_counted(string kind)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var counsellor = server.Counsellor();
        await server.WarningAsync(officer);
        var path =
            $"interventions/{Bureau.IdOf((await counsellor.PostAsync("interventions", Bureau.Intervention(officer, kind))).Made())}";
        (await counsellor.PostAsync($"{path}/complete", new { outcome = "improved", note = "Sleeps." })).Done();

        var own = (await DiscloseAsync(server.Officer(officer), path)).Done();

        (Texts(own).Count, own.Json.GetProperty("withheld").GetInt32()).ShouldBe((0, 2));
        Texts((await DiscloseAsync(counsellor, path)).Done())
            .Select(x => x.Text)
            .ShouldBe(["A place in a day nursery.", "Sleeps."]);
    }

    [Fact]
    public async Task when_a_talk_was_counselling_its_texts_are_withheld_from_its_officer_whoever_recorded_them()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = new
        {
            officerId = officer.Id,
            kind = "counselling",
            heldAt = Bureau.Held,
            narrative = "Spoke about sleep.",
        };
        var path = $"talks/{Bureau.IdOf((await server.Integrator().PostAsync("talks", talk)).Made())}";

        var own = (await DiscloseAsync(server.Officer(officer), path)).Done();

        (Texts(own).Count, own.Json.GetProperty("withheld").GetInt32()).ShouldBe((0, 1));
        Texts((await DiscloseAsync(server.As(Role.PoliticalOfficer, officer.Unit), path)).Done())
            .Select(x => x.Text)
            .ShouldBe(["Spoke about sleep."]);
    }

    [Fact]
    public async Task when_a_counsellor_wrote_into_another_record_that_text_alone_is_withheld_from_its_officer()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var intervention = await server.InterventionAsync(officer);
        var session = new
        {
            heldAt = "2024-03-20T15:00:00+08:00",
            with = "counsellor-1",
            mode = "inPerson",
            progress = "improved",
            note = "Spoke about sleep.",
        };
        (await server.Counsellor().PostAsync($"interventions/{intervention}/sessions", session)).Done();
        var warning = (await server.Counsellor().PostAsync("warnings", Bureau.Warning(officer))).Made();

        var help = (await DiscloseAsync(server.Officer(officer), $"interventions/{intervention}")).Done();
        var raised = (await DiscloseAsync(server.Officer(officer), $"warnings/{Bureau.IdOf(warning)}")).Done();

        Texts(help).Select(x => x.Text).ShouldBe(["A place in a day nursery."]);
        help.Json.GetProperty("withheld").GetInt32().ShouldBe(1);
        (Texts(raised).Count, raised.Json.GetProperty("withheld").GetInt32()).ShouldBe((0, 1));
    }

    [Fact]
    public async Task when_who_writes_is_a_counsellor_among_others_it_is_a_counsellors_note()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var both = server.As([Role.PoliticalOfficer, Role.Counsellor], officer.Unit);
        var warning = Bureau.IdOf((await both.PostAsync("warnings", Bureau.Warning(officer))).Made());

        var own = (await DiscloseAsync(server.Officer(officer), $"warnings/{warning}")).Done();

        (Texts(own).Count, own.Json.GetProperty("withheld").GetInt32()).ShouldBe((0, 1));
    }

    [Fact]
    public async Task when_an_officer_holds_another_role_as_well_the_own_counsellors_notes_stay_withheld()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var warning = (await server.Counsellor().PostAsync("warnings", Bureau.Warning(officer))).Made();
        foreach (var unit in new[] { officer.Unit, await server.UnitAsync() })
        {
            var both = server.As([Role.Officer, Role.PoliticalOfficer], unit, officer.Badge);
            var own = (await DiscloseAsync(both, $"warnings/{Bureau.IdOf(warning)}")).Done();
            (Texts(own).Count, own.Json.GetProperty("withheld").GetInt32()).ShouldBe((0, 1));
        }
    }

    [Fact]
    public async Task why_a_record_is_to_be_erased_is_for_the_officer_and_auditors_and_why_an_officer_left_for_all_who_read()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"officers/{officer.Id}";
        object left = new
        {
            kind = "resigned",
            departedOn = "2024-03-01",
            reason = "Moved to the coast.",
        };
        (await server.Administrator().PostAsync($"{path}/departure", left)).Done();
        await server.OfOfficerAsync(officer, "legal-hold", new { reason = "A lawsuit." });
        await server.OfOfficerAsync(officer, "legal-hold/lift", new { reason = "It was settled." });
        await server.OfOfficerAsync(
            officer,
            "restriction",
            new { basis = "accuracyContested", reason = "Looked into." }
        );
        await server.OfOfficerAsync(officer, "restriction/lift", new { reason = "It was right." });
        await server.OfOfficerAsync(officer, "erasure", new { basis = "retentionEnded", reason = "Long gone." });
        (await server.Auditor().PostAsync($"{path}/erasure/withdraw", new { reason = "A complaint came in." })).Done();
        string[] safeguards =
        [
            "A lawsuit.",
            "It was settled.",
            "Looked into.",
            "It was right.",
            "Long gone.",
            "A complaint came in.",
        ];

        var political = (await DiscloseAsync(server.PoliticalOfficer(officer.Unit), path)).Done();
        Texts(political).Select(x => x.Text).ShouldBe(["Moved to the coast."]);
        political.Json.GetProperty("withheld").GetInt32().ShouldBe(safeguards.Length);
        foreach (var reader in new[] { server.Officer(officer), server.Auditor() })
            Texts((await DiscloseAsync(reader, path)).Done())
                .Select(x => x.Text)
                .ShouldBe(["Moved to the coast.", .. safeguards]);
    }

    [Fact]
    public async Task when_a_commander_asks_it_is_forbidden()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        (await DiscloseAsync(server.As(Role.Commander, officer.Unit), $"talks/{talk}")).Refused(403, "forbidden");
        (await server.Database.DisclosedAsync(officer)).ShouldBeEmpty();
    }

    private static Task<Reply> DiscloseAsync(Client client, string path, object? body = null) =>
        client.PostAsync($"{path}/disclosures", body ?? Telling.Purpose);

    private static async Task<Reply> HeldAsync(Host.Running server, Known officer) =>
        (
            await server
                .PoliticalOfficer(officer.Unit, "po-first")
                .PostAsync("talks", Bureau.Talk(officer).And("narrative", Said))
        ).Made();

    private static List<(int Version, string? Type, string? Field, string? Text, string? Actor)> Texts(Reply reply) =>
        [
            .. reply
                .Json.GetProperty("texts")
                .EnumerateArray()
                .Select(x =>
                    (
                        x.GetProperty("version").GetInt32(),
                        x.Text("type"),
                        x.Text("field"),
                        x.Text("text"),
                        x.Text("actor")
                    )
                ),
        ];
}

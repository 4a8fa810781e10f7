using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Dossiers;

/// <summary>What a dossier holds, and what its export puts on record.</summary>
public sealed class DossierTests(Host host)
{
    private const string Exported =
        "SELECT data::text FROM events.mt_events WHERE type = 'record_exported' AND data ->> 'officerId' = $1";

    [Fact]
    public async Task it_holds_the_record_its_proofs_and_who_read_it_and_is_kept_by_nobody_on_the_way()
    {
        var server = await host.RunAsync();
        var officer = await Bundle.OfficerAsync(server);

        using var response = await server
            .Auditor()
            .OpenAsync($"officers/{officer.Id}/dossier", Site.Json($$"""{"purpose":"{{Bundle.Purpose}}"}"""), default);
        var dossier = await Bundle.OfAsync(response);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        dossier
            .Files.Keys.Where(x => !x.StartsWith("policies/", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "README.txt",
                    "accesses.json",
                    "checkpoint.txt",
                    "events.json",
                    "export-proof.json",
                    "history.en.html",
                    "history.json",
                    "history.zh-CN.html",
                    "manifest.json",
                    "successions.json",
                    "texts.json",
                ],
                ignoreOrder: true
            );
        foreach (var kind in new[] { "awards", "rules", "warningDeadlines", "workingCalendar" })
            dossier
                .Json($"policies/{kind}.json")
                .GetProperty("versions")[0]
                .Text("adoptedBy")
                .ShouldBe("system:initial-policy");
        var stored = await server.Database.ListAsync<Guid>(
            "SELECT id FROM events.mt_events WHERE stream_id IN (SELECT stream_id FROM events.mt_events "
                + "WHERE data ->> 'officerId' = $1 OR data -> 'officerIds' ? $1) AND correlation_id IS DISTINCT FROM $2",
            $"{officer.Id}",
            dossier.Json("export-proof.json").GetProperty("event").Text("correlation_id")!
        );
        dossier
            .Json("events.json")
            .EnumerateArray()
            .Select(x => x.GetProperty("event").GetProperty("id").GetGuid())
            .ShouldBe(stored, ignoreOrder: true);
        dossier
            .Json("accesses.json")
            .EnumerateArray()
            .Select(x => x.Text("kind"))
            .ShouldBe(["history", "disclosure", "override"], ignoreOrder: true);
        dossier.Text("README.txt").ShouldContain("verify-dossier.cs");
        dossier.Text("README.txt").ShouldContain("核验");
    }

    [Fact]
    public async Task the_export_puts_on_record_the_manifest_each_stream_and_the_purpose_sealed()
    {
        var server = await host.RunAsync();
        var officer = await Bundle.OfficerAsync(server);

        var dossier = await Bundle.ExportAsync(server, officer, server.Auditor("auditor-9"));

        var text = (await server.Database.ListAsync<string>(Exported, $"{officer.Id}")).ShouldHaveSingleItem();
        text.ShouldNotContain(Bundle.Purpose);
        var stored = JsonElement.Parse(text);
        stored.Text("manifest").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(dossier.Files["manifest.json"])));
        stored
            .GetProperty("streams")
            .EnumerateArray()
            .Select(x => (x.GetProperty("id").GetGuid(), x.GetProperty("version").GetInt32()))
            .ShouldBe(
                dossier
                    .Json("events.json")
                    .EnumerateArray()
                    .Select(x => x.GetProperty("event"))
                    .GroupBy(
                        x => x.GetProperty("stream_id").GetGuid(),
                        (id, events) => (id, events.Max(x => x.GetProperty("version").GetInt32()))
                    ),
                ignoreOrder: true
            );
        var accesses = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/accesses")).Items();
        var export = accesses.Single(x => x.Text("kind") == "export");
        (export.Text("by"), export.Text("purpose")).ShouldBe(("auditor-9", Bundle.Purpose));
        // What the keys of the texts open is on record as any disclosure is.
        accesses.Count(x => x.Text("kind") == "disclosure" && x.Text("by") == "auditor-9").ShouldBe(4);
    }

    [Fact]
    public async Task when_the_export_cannot_be_stored_no_byte_is_sent()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await server.Database.ExecuteAsync(UnrecordedDisclosureTests.Full);

        var refused = await server
            .Auditor()
            .PostAsync($"officers/{officer.Id}/dossier", new { purpose = Bundle.Purpose });

        refused.Refused(503, "unavailable");
        (await server.Database.ListAsync<string>(Exported, $"{officer.Id}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task its_texts_are_those_that_the_reader_may_open_and_the_officers_key_is_not_in_it()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.NominationAsync(officer);
        (
            await server
                .As(Role.PoliticalOfficer, officer.Unit)
                .PostAsync($"officers/{officer.Id}/preferences", new { preference = "Nearer" })
        ).Done();
        var counselling = new
        {
            officerId = officer.Id,
            kind = "counselling",
            heldAt = Bureau.Held,
            narrative = "Spoke about sleep.",
        };
        (await server.Integrator().PostAsync("talks", counselling)).Made();

        var dossier = await Bundle.ExportAsync(server, officer);
        var own = await Bundle.ExportAsync(
            server,
            officer,
            server.As([Role.Auditor, Role.Officer], badge: officer.Badge)
        );

        // A preference no route opens, so no key of it is told.
        Fields(dossier).ShouldBe(["citation", "narrative", "narrative", "topics"]);
        Fields(own).ShouldBe(["citation", "narrative", "topics"]);
        var keys = dossier.Json("texts.json").EnumerateArray().Select(x => x.Text("key")).ToList();
        keys.Distinct().Count().ShouldBe(keys.Count);
    }

    [Fact]
    public async Task the_pages_are_in_both_languages_and_hold_nothing_that_runs()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        var named = new { name = "<script>alert('&\"')</script>" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/identity", named)).Done();

        var dossier = await Bundle.ExportAsync(server, officer);

        foreach (var (language, told) in new[] { ("en", "Talk held"), ("zh-CN", "谈话") })
        {
            var page = dossier.Text($"history.{language}.html");
            page.ShouldContain($"<html lang=\"{language}\">");
            page.ShouldContain("@media print");
            page.ShouldContain(told, Case.Insensitive);
            page.ShouldContain("&lt;script&gt;");
            page.ShouldNotContain("<script");
            page.ShouldNotContain("Sleeps badly");
        }
    }

    [Fact]
    public async Task when_the_officer_or_a_commander_asks_it_is_forbidden()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        foreach (var caller in new[] { server.Officer(officer), server.As(Role.Commander, officer.Unit) })
            (await caller.PostAsync($"officers/{officer.Id}/dossier", new { purpose = "Mine" })).Refused(
                403,
                "forbidden"
            );
        (await server.Auditor().PostAsync($"officers/{officer.Id}/dossier", "{}")).Status.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await server.Database.ListAsync<string>(Exported, $"{officer.Id}")).ShouldBeEmpty();
    }

    private static IEnumerable<string?> Fields(Bundle dossier) =>
        dossier.Json("texts.json").EnumerateArray().Select(x => x.Text("field")).Order();
}

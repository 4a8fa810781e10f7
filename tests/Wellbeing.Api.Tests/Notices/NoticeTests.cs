using System.Net;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Features.Notices;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Tests.Accesses;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.Notices;

/// <summary>What people are told of, and what they are not.</summary>
public sealed class NoticeTests(LaterHost later) : IClassFixture<LaterHost>
{
    [Fact]
    public async Task a_warning_is_told_to_those_who_act_on_it_and_to_nobody_elsewhere()
    {
        var server = later.Server;
        var officer = await server.OfficerAsync();
        await server.WarningAsync(officer);
        var elsewhere = await server.UnitAsync();
        foreach (var role in (Role[])[Role.PoliticalOfficer, Role.Commander])
        {
            (await TypesAsync(server.As(role, officer.Unit))).ShouldContain("warning_raised");
            (await TypesAsync(server.As(role, elsewhere))).ShouldBeEmpty();
        }
        (await TypesAsync(server.As(Role.Officer, badge: officer.Badge))).ShouldBeEmpty();
    }

    [Fact]
    public async Task whoever_is_named_is_told_and_what_one_did_oneself_is_no_news()
    {
        var server = later.Server;
        var officer = await server.OfficerAsync();
        var warning = await server.AcknowledgedAsync(officer);
        var assigning = server.As(Role.PoliticalOfficer, officer.Unit, sub: "po-7");
        (await assigning.PostAsync($"warnings/{warning}/assign", new { to = "po-8" })).Done();
        (await TypesAsync(server.As(Role.PoliticalOfficer, officer.Unit, sub: "po-8"))).ShouldContain(
            "warning_assigned"
        );
        (await TypesAsync(assigning)).ShouldNotContain("warning_assigned");
        (await TypesAsync(server.As(Role.PoliticalOfficer, await server.UnitAsync(), sub: "po-8"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_officer_is_told_who_looked_and_a_mark_is_the_readers_own()
    {
        var server = later.Server;
        var officer = await server.OfficerAsync();
        var notice = await server.NoticedAsync(officer);
        var own = server.As(Role.Officer, badge: officer.Badge, sub: $"{officer.Badge}");
        var first = (await own.PostAsync($"notices/{notice}/read", new { })).Done().Json.Text("readAt");
        (await own.PostAsync($"notices/{notice}/read", new { })).Done().Json.Text("readAt").ShouldBe(first);
        (await TypesAsync(own, "?unread=true")).ShouldNotContain("access_overridden");
        (await TypesAsync(own, "?unread=false")).ShouldBe(["access_overridden"]);
        (await IdsAsync(server.As(Role.Auditor), "?unread=true&limit=500")).ShouldContain($"{notice}");
        (await own.PostAsync($"notices/{notice}/read", new { what = 1 })).Refused(400, "bad-input");
    }

    [Fact]
    public async Task what_was_imported_is_no_news()
    {
        var server = later.Server;
        var officer = await server.OfficerAsync();
        var held = await server.ImportAsync(Lines.Text(CareLines.Raised(Bureau.Name("w"), officer.Badge)));
        held.Totals!.Accepted.ShouldBe(1);
        (await TypesAsync(server.As(Role.Commander, officer.Unit))).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_stream_goes_on_behind_the_last_notice_that_was_seen_and_misses_none()
    {
        var server = later.Server;
        var officer = await server.OfficerAsync();
        var reader = server.As(Role.Commander, officer.Unit);
        await server.WarningAsync(officer);
        (await StreamAsync(reader, 0, null)).ShouldBeEmpty();
        var first = await FirstAsync(reader, () => server.WarningAsync(officer));
        var last = (await StreamAsync(reader, 0, first.Id)).Prepend(first).Last();
        await server.WarningAsync(officer);
        await server.WarningAsync(officer);
        var after = await StreamAsync(reader, 0, last.Id);
        after.Select(x => x.Json.Text("type")).ShouldBe(["warning_raised", "warning_raised"]);
        after.ShouldAllBe(x => x.Json.Text("officerId") == $"{officer.Id}");
        (await StreamAsync(reader, 0, after[^1].Id)).ShouldBeEmpty();
        // The id is the reader's own.
        var another = server.As(Role.Commander, officer.Unit, sub: "another");
        (await another.GetAsync("notices/stream?seconds=0", ("Last-Event-ID", first.Id))).Refused(400, "bad-input");
    }

    [Fact]
    public void every_notice_is_of_a_known_type_names_fields_that_it_has_and_is_worded()
    {
        foreach (var audience in Audience.All)
        {
            var type = Catalogue.Named(audience.Type).ShouldNotBeNull(audience.Type).Type;
            if (audience.Person is { } person)
                type.GetProperty(char.ToUpperInvariant(person[0]) + person[1..])!.PropertyType.ShouldBe(typeof(string));
            audience.Roles.ShouldBeSubsetOf(Audience.Readers);
            foreach (var wording in (Wording[])[Wording.English, Wording.Chinese])
                wording.Texts.ShouldContainKey($"notices.{audience.Type}");
        }
    }

    private static async Task<List<string>> TypesAsync(Client reader, string query = "") =>
        [.. (await ItemsAsync(reader, query)).Select(x => x.Text("type")!)];

    private static async Task<List<string>> IdsAsync(Client reader, string query) =>
        [.. (await ItemsAsync(reader, query)).Select(x => x.Text("id")!)];

    private static async Task<List<JsonElement>> ItemsAsync(Client reader, string query) =>
        [.. (await reader.GetAsync($"notices{query}")).Done().Json.GetProperty("items").EnumerateArray()];

    /// <summary>The first notice that comes while something is done.</summary>
    private static async Task<Sent> FirstAsync(Client reader, Func<Task> actAsync)
    {
        var waiting = StreamAsync(reader, 30, null, 1);
        // It listens from when it was let in: what is done again and again comes in the end.
        while (!waiting.IsCompleted)
        {
            await actAsync();
            await Task.WhenAny(waiting, Task.Delay(200));
        }
        return (await waiting)[0];
    }

    private static async Task<List<Sent>> StreamAsync(
        Client reader,
        int seconds,
        string? last,
        int atMost = int.MaxValue
    )
    {
        (string, string)[] headers = last is null ? [] : [("Last-Event-ID", last)];
        using var response = await reader.OpenAsync($"notices/stream?seconds={seconds}", headers);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (sent, id) = (new List<Sent>(), "");
        while (sent.Count < atMost && await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                sent.Add(new Sent(id, JsonElement.Parse(line["data: ".Length..])));
        }
        return sent;
    }

    private sealed record Sent(string Id, JsonElement Json);
}

using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Registers;

/// <summary>A unit's month of talks: put together, signed at a place of the ledger, and what changes afterwards.</summary>
public sealed class RegisterTests(Host host)
{
    [Fact]
    public async Task a_month_is_put_together_signed_and_opened_again_and_what_changed_shows()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (first, second) = (await server.TalkAsync(officer), await server.TalkAsync(officer));
        await TalkAsync(server, officer, "2024-04-01T00:00:00+08:00");
        await server.TalkAsync();
        var (staff, commander) = (
            server.PoliticalOfficer(officer.Unit),
            server.As(Role.Commander, officer.Unit, sub: "commander-9")
        );

        (await ReadAsync(staff, officer.Unit)).TryGetProperty("status", out _).ShouldBeFalse();
        (await TalksAsync(staff, officer.Unit)).ShouldBe([(first, ""), (second, "")], ignoreOrder: true);
        var made = (
            await staff.PostAsync(
                "registers",
                new
                {
                    unitCode = officer.Unit,
                    month = "2024-03",
                    occurredAt = "2024-04-02T00:00:00Z",
                }
            )
        ).Made();
        made.Headers.Location!.ToString().ShouldBe($"/api/v1/registers/{officer.Unit}/2024-03");
        var register = Bureau.IdOf(made);
        (await staff.PostAsync($"registers/{register}/consolidate", new { })).Refused(409, "nothing-changed");
        await AmendAsync(server, second);
        await server.LedgeredAsync(register);
        (await commander.PostAsync($"registers/{register}/sign", new { })).Refused(409, "register-outdated");
        (await TalksAsync(staff, officer.Unit)).ShouldBe([(first, ""), (second, "changed")], ignoreOrder: true);
        (await staff.PostAsync($"registers/{register}/consolidate", new { })).Done();
        await server.LedgeredAsync(register);
        (await commander.PostAsync($"registers/{register}/sign", new { })).Done();

        var signed = await ReadAsync(staff, officer.Unit);
        (signed.Text("status"), signed.Text("signedBy"), signed.GetProperty("changes").GetInt32()).ShouldBe(
            ("signed", "commander-9", 0)
        );
        var size = signed.GetProperty("ledgerSize").GetInt64();
        (
            await server.Database.AskAsync<bool>(
                "SELECT root = $2 FROM ledger.batches WHERE size = $1",
                size,
                signed.GetProperty("ledgerRoot").GetBytesFromBase64()
            )
        ).ShouldBeTrue();
        (
            await server.Database.AskAsync<long>(
                "SELECT max(l.leaf) FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id) "
                    + "WHERE e.stream_id = ANY ($1)",
                new[] { first, second }
            )
        ).ShouldBeLessThan(size);

        var third = await server.TalkAsync(officer);
        await AmendAsync(server, first);
        await AmendAsync(server, second, "2024-04-05T10:00:00+08:00");
        (await TalksAsync(commander, officer.Unit)).ShouldBe(
            [(first, "changed"), (third, "added"), (second, "removed")],
            ignoreOrder: true
        );
        (await ReadAsync(commander, officer.Unit)).GetProperty("changes").GetInt32().ShouldBe(3);
        (await staff.PostAsync($"registers/{register}/consolidate", new { })).Refused(409, "register-signed");
        (await commander.PostAsync($"registers/{register}/reopen", new { reason = "Late entries" })).Done();
        (await commander.PostAsync($"registers/{register}/sign", new { })).Refused(409, "register-reopened");
        (await staff.PostAsync($"registers/{register}/consolidate", new { })).Done();
        await server.LedgeredAsync(register);
        (await commander.PostAsync($"registers/{register}/sign", new { })).Done();

        var again = await ReadAsync(server.Auditor(), officer.Unit);
        (again.Text("status"), again.Text("reason"), again.GetProperty("changes").GetInt32()).ShouldBe(
            ("signed", "Late entries", 0)
        );
        again.GetProperty("ledgerSize").GetInt64().ShouldBeGreaterThan(size);
        (await staff.GetAsync("registers?status=signed&from=2024-03-01&to=2024-03-31")).Ids().ShouldBe([register]);
        (await staff.GetAsync("registers?status=reopened")).Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task what_is_no_register_yet_or_is_one_already_is_refused()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var both = server.As([Role.PoliticalOfficer, Role.Commander], unit);
        var month = Database.Calendar.DayOf(DateTimeOffset.UtcNow).ToString("yyyy-MM", null);

        (await PostAsync(month)).Refused(409, "month-not-over");
        (await PostAsync("2024-3")).Refused(400, "bad-input");
        var register = Bureau.IdOf((await PostAsync("2024-03")).Made());
        (await PostAsync("2024-03")).Refused(409, "register-exists");
        (await both.PostAsync($"registers/{register}/sign", new { })).Refused(409, "second-person-needed");
        (await both.PostAsync($"registers/{register}/reopen", new { reason = "x" })).Refused(
            409,
            "register-not-signed"
        );
        (await both.GetAsync($"registers/{unit}/2024-3")).Refused(404, "not-found");
        (await both.GetAsync("registers/nowhere/2024-03")).Refused(404, "not-found");

        Task<Requests.Reply> PostAsync(string of) => both.PostAsync("registers", new { unitCode = unit, month = of });
    }

    [Fact]
    public async Task when_an_officer_is_out_of_reach_by_now_the_register_holds_the_talk_and_not_what_it_says()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var restricted = await server.OfficerAsync(officer.Unit);
        await server.TalkAsync(officer);
        await server.TalkAsync(restricted);
        await server.RegisterAsync(officer.Unit);
        await server.TransferAsync(officer, await server.UnitAsync());
        await server.OfOfficerAsync(restricted, "restriction", new { basis = "accuracyContested" });

        var reply = (await server.PoliticalOfficer(officer.Unit).GetAsync($"registers/{officer.Unit}/2024-03")).Done();

        reply.Text.ShouldNotContain($"{officer.Id}");
        reply.Text.ShouldNotContain($"{restricted.Id}");
        var talks = reply.Json.GetProperty("talks").EnumerateArray().ToList();
        talks.Select(x => x.GetProperty("withheld").GetBoolean()).ShouldBe([true, true]);
        talks.Select(x => x.TryGetProperty("change", out _)).ShouldBe([false, false]);
        (await ReadAsync(server.Auditor(), officer.Unit))
            .GetProperty("talks")
            .EnumerateArray()
            .Select(x => x.GetProperty("talk").GetProperty("officerId").GetGuid())
            .ShouldBe([officer.Id, restricted.Id], ignoreOrder: true);
    }

    private static Task<Guid> TalkAsync(Host.Running server, Known officer, string heldAt) =>
        server
            .Integrator()
            .PostAsync("talks", Bureau.Talk(officer).And("heldAt", heldAt))
            .ContinueWith(x => Bureau.IdOf(x.Result.Made()), TaskScheduler.Default);

    private static async Task AmendAsync(Host.Running server, Guid talk, string? heldAt = null)
    {
        object body = heldAt is null ? new { mood = 2, reason = "Misheard" } : new { heldAt, reason = "Misread" };
        (await server.Integrator().PostAsync($"talks/{talk}/amend", body)).Done();
    }

    private static async Task<JsonElement> ReadAsync(Client reader, string unit) =>
        (await reader.GetAsync($"registers/{unit}/2024-03")).Done().Json;

    private static async Task<List<(Guid Talk, string Change)>> TalksAsync(Client reader, string unit) =>
        [
            .. (await ReadAsync(reader, unit))
                .GetProperty("talks")
                .EnumerateArray()
                .Select(x =>
                    (
                        x.GetProperty("talkId").GetGuid(),
                        x.TryGetProperty("change", out var change) ? change.GetString()! : ""
                    )
                ),
        ];
}

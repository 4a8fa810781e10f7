using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Accesses;

/// <summary>Access beyond the usual reach (break-glass): one officer, three hours, in everybody's sight.</summary>
public sealed class OverrideTests(LaterHost later) : IClassFixture<LaterHost>
{
    private static readonly TimeSpan Three = TimeSpan.FromHours(3);
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private Host.Running Server => later.Server;

    [Theory]
    [InlineData(nameof(Role.PoliticalOfficer), true)]
    [InlineData(nameof(Role.Counsellor), false)]
    public async Task when_access_was_taken_it_reaches_that_officer_alone_and_for_three_hours(string name, bool byId)
    {
        var officer = await Server.OfficerAsync();
        var colleague = await Server.OfficerAsync(officer.Unit);
        var (talk, theirs) = (await Server.TalkAsync(officer), await Server.TalkAsync(colleague));
        var far = Server.As(Enum.Parse<Role>(name), await Server.UnitAsync(), sub: Bureau.Name("far"));
        string[] paths =
        [
            $"officers/{officer.Id}",
            $"officers/{officer.Id}/history",
            $"officers/{officer.Id}/replay",
            $"talks/{talk}",
        ];
        string[] others = [$"officers/{colleague.Id}", $"officers/{colleague.Id}/history", $"talks/{theirs}"];
        await far.ShouldNotFindAsync([.. paths, .. others]);

        (await TakeAsync(far, officer, byId)).Made();

        await far.ShouldFindAsync(paths);
        await far.ShouldNotFindAsync(others);
        (await far.GetAsync($"talks?officer={officer.Id}")).Ids().ShouldBe([talk]);
        (await far.GetAsync($"talks?officer={colleague.Id}")).Ids().ShouldBeEmpty();
        (await far.GetAsync("officers?q=T")).Ids().ShouldContain(officer.Id);
        (await far.GetAsync("officers?q=T")).Ids().ShouldNotContain(colleague.Id);
        (await DiscloseAsync(far, talk)).Done().Text.ShouldContain("Sleeps badly");
        (await DiscloseAsync(far, theirs)).Refused(404, "not-found");
        var warning = (await far.PostAsync("warnings", Bureau.Warning(officer, "talk", talk))).Made();

        later.Pass(Three - Moment);
        await far.ShouldFindAsync(paths);
        // The open warning would keep the officer within a counsellor's reach.
        (
            await Server
                .PoliticalOfficer(officer.Unit)
                .PostAsync($"warnings/{Bureau.IdOf(warning)}/dismiss", new { reason = "Seen." })
        ).Done();
        later.Pass(2 * Moment);
        await far.ShouldNotFindAsync([.. paths, $"warnings/{Bureau.IdOf(warning)}"]);
        (await DiscloseAsync(far, talk)).Refused(404, "not-found");
        (await far.GetAsync($"talks?officer={officer.Id}")).Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task when_a_political_officers_three_hours_are_over_no_warning_can_be_raised_any_more()
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        (await far.PostAsync("warnings", Bureau.Warning(officer))).Refused(404, "unknown-officer");
        (await TakeAsync(far, officer)).Made();
        (await far.PostAsync("warnings", Bureau.Warning(officer))).Made();
        later.Pass(Three);
        (await far.PostAsync("warnings", Bureau.Warning(officer))).Refused(404, "unknown-officer");
    }

    [Fact]
    public async Task when_it_was_taken_the_same_person_cannot_renew_it_before_review_and_72_hours_and_another_can()
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        var taken = Bureau.IdOf((await TakeAsync(far, officer)).Made());
        (await TakeAsync(far, officer)).Refused(409, "override-not-renewable");
        later.Pass(Three);
        (await TakeAsync(far, officer)).Refused(409, "override-not-renewable");
        (await TakeAsync(await FarAsync(), officer)).Made();
        await ReviewAsync(taken);
        (await TakeAsync(far, officer)).Refused(409, "override-not-renewable");
        later.Pass(TimeSpan.FromHours(69));
        (await TakeAsync(far, officer)).Made();
    }

    [Theory]
    [InlineData("overrides")]
    [InlineData("review")]
    public async Task when_a_time_is_told_with_it_that_is_refused_since_it_is_taken_and_reviewed_now(string what)
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        var body = new
        {
            officerId = officer.Id,
            reason = "In danger.",
            occurredAt = Bureau.Held,
        };
        var reply =
            what == "overrides"
                ? await far.PostAsync("overrides", body)
                : await Server
                    .Auditor()
                    .PostAsync(
                        $"overrides/{Bureau.IdOf((await TakeAsync(far, officer)).Made())}/review",
                        new { verdict = "justified", occurredAt = Bureau.Held }
                    );
        reply.Refused(400, "bad-input");
        reply.Json.GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["occurredAt"]);
    }

    [Fact]
    public async Task when_its_review_finds_it_unjustified_it_ends_with_that()
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        var taken = Bureau.IdOf((await TakeAsync(far, officer)).Made());
        await far.ShouldFindAsync($"officers/{officer.Id}/history");
        (await Server.Auditor().PostAsync($"overrides/{taken}/review", new { verdict = "unjustified" })).Done();
        await far.ShouldNotFindAsync($"officers/{officer.Id}/history");
    }

    [Fact]
    public async Task when_one_person_takes_it_twice_at_once_one_is_refused()
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAsync(far, officer)));
        replies.Count(x => (int)x.Status == 201).ShouldBe(1);
        foreach (var refused in replies.Where(x => (int)x.Status != 201))
            refused.Refused(409, "override-not-renewable");
        (await Server.Auditor().GetAsync($"overrides?officer={officer.Id}")).Ids().Count.ShouldBe(1);
    }

    [Fact]
    public async Task when_it_is_within_the_usual_reach_there_is_nothing_to_take()
    {
        var officer = await Server.OfficerAsync();
        (await TakeAsync(Server.PoliticalOfficer(officer.Unit), officer)).Refused(409, "already-within-reach");
        await Server.WarningAsync(officer);
        (await TakeAsync(Server.Counsellor(), officer)).Refused(409, "already-within-reach");
    }

    [Fact]
    public async Task when_it_was_taken_the_officer_and_auditors_are_shown_it_at_once_until_it_is_reviewed_in_time()
    {
        var (officer, colleague) = (await Server.OfficerAsync(), await Server.OfficerAsync());
        var (sub, auditor) = (Bureau.Name("far"), Server.Auditor("auditor-5"));
        var taken = (await TakeAsync(await FarAsync(sub), officer)).Made();
        var (id, path) = (Bureau.IdOf(taken), taken.Headers.Location!.ToString());

        var shown = (await Server.Officer(officer).GetAsync(path)).Done();
        (shown.Json.Text("by"), shown.Json.Text("purpose"), shown.Headers.ETag!.Tag).ShouldBe(
            (sub, "In danger.", "\"1\"")
        );
        (await auditor.GetAsync(path)).Done().Text.ShouldBe(shown.Text);
        (await (await FarAsync(sub)).GetAsync(path)).Done();
        await Server.Officer(colleague).ShouldNotFindAsync(path);
        await (await FarAsync()).ShouldNotFindAsync(path);
        (await Server.Officer(officer).GetAsync($"officers/{officer.Id}/accesses")).Ids().ShouldBe([id]);
        (await StandingAsync(officer)).ShouldBe((1, 0, 0));

        later.Pass(TimeSpan.FromHours(72) - Moment);
        (await StandingAsync(officer)).ShouldBe((1, 0, 0));
        later.Pass(2 * Moment);
        (await StandingAsync(officer)).ShouldBe((1, 0, 1));

        // Who took it does not review it, in whatever role.
        var verdict = new { verdict = "unjustified", note = "Somebody was at hand." };
        (await Server.Auditor(sub).PostAsync($"{path}/review", verdict)).Refused(409, "second-person-needed");
        (await auditor.PostAsync($"{path}/review", verdict)).Done().Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await auditor.PostAsync($"{path}/review", verdict)).Refused(409, "override-reviewed");

        (await StandingAsync(officer)).ShouldBe((0, 1, 0));
        var reviewed = (await Server.Officer(officer).GetAsync(path, ("If-None-Match", "\"1\""))).Done().Json;
        (reviewed.Text("verdict"), reviewed.Text("reviewedBy"), reviewed.Text("note")).ShouldBe(
            ("unjustified", "auditor-5", "Somebody was at hand.")
        );
    }

    [Fact]
    public async Task when_the_answer_was_lost_the_same_key_brings_it_again_and_takes_nothing_more()
    {
        var (officer, far) = (await Server.OfficerAsync(), await FarAsync());
        var key = ("Idempotency-Key", Bureau.Name("key"));
        var first = (await TakeAsync(far, officer, true, key)).Made();
        later.Pass(Three);
        (await TakeAsync(far, officer, true, key)).Made().Text.ShouldBe(first.Text);
        await far.ShouldNotFindAsync($"officers/{officer.Id}/history");
    }

    private async Task<Client> FarAsync(string? sub = null) =>
        Server.PoliticalOfficer(await Server.UnitAsync(), sub ?? Bureau.Name("far"));

    private static Task<Reply> TakeAsync(
        Client client,
        Known officer,
        bool byId = true,
        params (string, string)[] headers
    ) =>
        client.PostAsync(
            "overrides",
            byId
                ? new { officerId = officer.Id, reason = "In danger." }
                : new { badgeNumber = officer.Badge, reason = "In danger." },
            headers
        );

    private static Task<Reply> DiscloseAsync(Client client, Guid talk) =>
        client.PostAsync($"talks/{talk}/disclosures", Telling.Purpose);

    private async Task ReviewAsync(Guid taken) =>
        (await Server.Auditor().PostAsync($"overrides/{taken}/review", new { verdict = "justified" })).Done();

    private async Task<(int Open, int Closed, int Overdue)> StandingAsync(Known officer)
    {
        return (await CountAsync("open"), await CountAsync("closed"), await CountAsync("overdue"));

        async Task<int> CountAsync(string status) =>
            (await Server.Auditor().GetAsync($"overrides?status={status}&officer={officer.Id}")).Items().Count;
    }
}

using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Commendations;

public sealed class CommendationTests(Host host)
{
    [Fact]
    public async Task a_commendation_goes_its_whole_way_and_is_read_as_it_stands()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var commander = server.As(Role.Commander, officer.Unit);
        var made = (await commander.PostAsync("commendations", Bureau.Nomination(officer))).Made();
        var path = made.Headers.Location!.ToString();
        path.ShouldBe($"/api/v1/commendations/{Bureau.IdOf(made)}");

        (
            await commander.PostAsync(
                $"{path}/review",
                new
                {
                    advice = "approve",
                    note = "Well earned",
                    occurredAt = "2024-03-02T00:00:00Z",
                }
            )
        ).Done();
        (await commander.PostAsync($"{path}/publicise", new { publicisedOn = "2024-03-04" })).Done();
        var approval = new
        {
            level = "thirdClass",
            authority = "city",
            legalBasis = "Order 135",
            occurredAt = "2024-03-13T08:00:00+08:00",
        };
        (await server.Administrator().PostAsync($"{path}/approve", approval)).Done();
        var last = await server
            .Administrator()
            .PostAsync($"{path}/confer", new { conferredOn = "2024-05-04", orderNumber = "7" });
        last.Done().Headers.ETag!.Tag.ShouldBe("\"5\"");

        var read = (await commander.GetAsync(path)).Done();
        read.Headers.ETag!.Tag.ShouldBe("\"5\"");
        var state = read.Json;
        state.Text("status").ShouldBe("conferred");
        state.Text("citation").ShouldBe("Found the hidden ledger.");
        (state.Text("level"), state.Text("authority"), state.Text("conferredOn")).ShouldBe(
            ("thirdClass", "city", "2024-05-04")
        );
        ((int)(await commander.GetAsync(path, ("If-None-Match", "\"5\""))).Status).ShouldBe(304);
    }

    [Fact]
    public async Task when_a_nomination_is_public_it_is_not_reviewed()
    {
        var server = await host.RunAsync();
        var path = $"commendations/{await server.NominationAsync()}";
        (await server.Integrator().PostAsync($"{path}/publicise", new { publicisedOn = "2024-03-04" })).Done();
        (await server.Integrator().PostAsync($"{path}/review", new { advice = "approve" })).Refused(
            409,
            "already-publicised"
        );
    }

    [Theory]
    [InlineData("secondClass", "city", "authority-exceeded")]
    [InlineData("thirdClass", "city", "not-publicised")]
    public async Task what_the_policy_forbids_is_409_and_names_its_rule(string level, string authority, string code)
    {
        var server = await host.RunAsync();
        var id = await server.NominationAsync();
        var reply = await server.Administrator().PostAsync($"commendations/{id}/approve", new { level, authority });
        reply.Refused(409, code).Json.Text("detail")!.ShouldContain("MPS Order 135");
    }

    [Fact]
    public async Task one_deed_is_rewarded_once_until_its_reward_is_revoked()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var first = await server.ApprovedAsync(officer, "case 7");
        var second = await server.NominationAsync(officer, "case 7");
        var office = server.Administrator();
        (await office.PostAsync($"commendations/{second}/approve", Bureau.Approval)).Refused(
            409,
            "deed-already-rewarded"
        );
        (await office.PostAsync($"commendations/{first}/revoke", new { reason = "A mistake" })).Done();
        (await office.PostAsync($"commendations/{second}/approve", Bureau.Approval)).Done();
    }

    [Fact]
    public async Task of_two_approvals_of_one_deed_at_once_one_is_refused()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var ids = new[]
        {
            await server.NominationAsync(officer, "case 8"),
            await server.NominationAsync(officer, "case 8"),
        };
        var replies = await Task.WhenAll(
            ids.Select(x => server.Administrator().PostAsync($"commendations/{x}/approve", Bureau.Approval))
        );
        replies.Count(x => (int)x.Status == 200).ShouldBe(1);
        replies.Single(x => (int)x.Status != 200).Refused(409, "deed-already-rewarded");
    }

    [Fact]
    public async Task what_was_decided_is_not_decided_again()
    {
        var server = await host.RunAsync();
        var (open, approved) = (await server.NominationAsync(), await server.ApprovedAsync());
        var office = server.Administrator();
        (await office.PostAsync($"commendations/{open}/confer", new { conferredOn = "2024-05-04" })).Refused(
            409,
            "not-approved"
        );
        (await office.PostAsync($"commendations/{open}/revoke", new { reason = "x" })).Refused(409, "not-approved");
        (await office.PostAsync($"commendations/{approved}/decline", new { reason = "x" })).Refused(
            409,
            "already-decided"
        );
        (await office.PostAsync($"commendations/{approved}/approve", Bureau.Approval)).Refused(409, "already-decided");
        (await office.PostAsync($"commendations/{approved}/revoke", new { reason = "x" })).Done();
        (await office.PostAsync($"commendations/{approved}/revoke", new { reason = "x" })).Refused(
            409,
            "already-revoked"
        );
    }

    [Fact]
    public async Task a_nomination_dated_before_the_appointment_is_refused()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var early = Laws.EndpointLaws.With(Bureau.Nomination(officer), "nominatedOn", "2015-06-30");
        (await server.Integrator().PostAsync("commendations", early)).Refused(409, "before-appointment");
    }

    [Fact]
    public async Task whom_a_body_names_is_unknown_when_not_there_and_when_out_of_reach_alike()
    {
        var server = await host.RunAsync();
        var (officer, stranger) = (await server.OfficerAsync(), await server.OfficerAsync());
        var commander = server.As(Role.Commander, officer.Unit);
        (await commander.PostAsync("commendations", Bureau.Nomination(stranger))).Refused(404, "unknown-officer");
        (await commander.PostAsync("commendations", Bureau.Nomination(officer with { Id = Guid.NewGuid() }))).Refused(
            404,
            "unknown-officer"
        );
        // Even where the rest of the body is wrong as well.
        var wrong = Laws.EndpointLaws.With(Bureau.Nomination(stranger), "nonsense");
        (await commander.PostAsync("commendations", wrong)).Refused(404, "unknown-officer");

        var collective = new
        {
            recipientKind = "collective",
            unitCode = stranger.Unit,
            title = "t",
            deed = "other",
            nominatedOn = "2024-03-01",
        };
        (await commander.PostAsync("commendations", collective)).Refused(404, "unknown-unit");
    }

    [Fact]
    public async Task who_holds_two_roles_reaches_with_each_only_what_that_role_may_use()
    {
        var server = await host.RunAsync();
        var (officer, stranger) = (await server.OfficerAsync(), await server.OfficerAsync());
        var (mine, theirs) = (await server.NominationAsync(officer), await server.NominationAsync(stranger));
        var both = server.As([Role.Commander, Role.Auditor], officer.Unit);
        (await both.PostAsync("commendations", Bureau.Nomination(stranger))).Refused(404, "unknown-officer");
        (await both.PostAsync($"commendations/{theirs}/review", new { advice = "approve" })).Refused(404, "not-found");
        (await both.PostAsync($"commendations/{mine}/review", new { advice = "approve" })).Done();

        var clerk = server.As([Role.Officer, Role.Administrator], badge: officer.Badge);
        var listed = (await clerk.GetAsync("commendations?limit=500")).Done().Json.GetProperty("items");
        listed.EnumerateArray().Select(x => x.GetProperty("id").GetGuid()).ShouldBe([mine]);
        (await clerk.GetAsync($"officers/{stranger.Id}")).Done().Json.TryGetProperty("summary", out _).ShouldBeFalse();
        (await clerk.GetAsync($"officers/{officer.Id}")).Done().Json.TryGetProperty("summary", out _).ShouldBeTrue();
    }
}

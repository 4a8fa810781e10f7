using System.Net;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>In Production a real OpenID Connect provider, found by discovery, says who somebody is, and nobody else does.</summary>
public sealed class ProviderTests(Production production) : IClassFixture<Production>
{
    [Fact]
    public async Task when_the_provider_says_who_somebody_is_the_role_the_unit_and_the_badge_count()
    {
        var server = await production.RunAsync();
        var administrator = await server.AsAsync(Role.Administrator);
        (await UnitAsync(administrator, Production.Unit)).Made();
        (await UnitAsync(await server.AsAsync(Role.Integrator), "T-02")).Made();
        var own = Bureau.IdOf((await EnrolAsync(administrator, Production.Badge, Production.Unit)).Made());
        var other = Bureau.IdOf((await EnrolAsync(administrator, "T000002", "T-02")).Made());

        foreach (var role in new[] { Role.Officer, Role.PoliticalOfficer, Role.Commander })
        {
            var caller = await server.AsAsync(role);
            (await caller.GetAsync($"officers/{own}/history")).Done();
            (await caller.GetAsync($"officers/{other}/history")).Refused(404, "not-found");
        }
        (await (await server.AsAsync(Role.Auditor)).GetAsync("audit/events?actor=administrator"))
            .Done()
            .Json.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(3);
        (await UnitAsync(await server.AsAsync(Role.Counsellor), "T-03")).Refused(403, "forbidden");
    }

    [Fact]
    public async Task when_a_token_is_for_another_audience_too_old_unsigned_or_not_the_providers_it_is_401()
    {
        var server = await production.RunAsync();
        var right = await server.Provider.TokenAsync("auditor");
        var parts = right.Split('.');
        Dictionary<string, string> tokens = new()
        {
            ["another audience"] = await server.Provider.TokenAsync("auditor", "another"),
            ["expired"] = await server.Provider.TokenOfAsync(TimeSpan.FromHours(1), "auditor"),
            ["alg none"] = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{parts[1]}.",
            ["signature left out"] = $"{parts[0]}.{parts[1]}.",
            ["auditor and administrator"] = await server.Provider.TokenAsync("both"),
            ["development issuer"] = DevelopmentIssuer.Token(server.Home, Role.Auditor),
        };
        (await server.With(right).GetAsync("audit/events")).Done();
        foreach (var (kind, token) in tokens)
        {
            var reply = await server.With(token).GetAsync("audit/events");
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Unauthorized, "unauthenticated"), kind);
        }
    }

    [Fact]
    public async Task when_the_provider_changes_its_key_the_new_one_counts_and_the_old_one_no_longer_without_a_restart()
    {
        var server = await production.RunAsync();
        var before = server.With(await server.Provider.TokenAsync("auditor"));
        (await before.GetAsync("audit/events")).Done();

        await server.Provider.RotateAsync();

        var after = server.With(await server.Provider.TokenAsync("auditor"));
        await Until.TrueAsync(async () => (await after.GetAsync("audit/events")).Status == HttpStatusCode.OK);
        (await before.GetAsync("audit/events")).Refused(401, "unauthenticated");
        (await after.GetAsync("audit/events")).Done();
    }

    private static Task<Requests.Reply> UnitAsync(Client caller, string unitCode) =>
        caller.PostAsync(
            "units",
            new
            {
                unitCode,
                name = unitCode,
                kind = "frontline",
                occurredAt = Long.Ago,
            }
        );

    private static Task<Requests.Reply> EnrolAsync(Client caller, string badgeNumber, string unitCode) =>
        caller.PostAsync(
            "officers",
            new
            {
                badgeNumber,
                name = badgeNumber,
                unitCode,
                appointedOn = "2020-01-01",
            }
        );
}

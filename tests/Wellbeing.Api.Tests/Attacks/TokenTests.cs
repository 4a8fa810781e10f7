using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Tokens with a right signature, and with what no access token of a person holds: they let nobody in, and break nothing.</summary>
public sealed class TokenTests
{
    private const string Mine = "/api/v1/mine";

    private static void Map(WebApplication app)
    {
        app.MapGet(Mine, (HttpContext context) => Caller.Of(context).Sub.Id).AllowRoles(Role.PoliticalOfficer);
        app.MapGet(
                "/api/v1/stream",
                (HttpContext context, EventStreams streams) =>
                    streams.SendAsync(
                        context,
                        TimeSpan.Zero,
                        async stream =>
                        {
                            stream.Add("first", 1, "{}");
                            await stream.SendAsync();
                        }
                    )
            )
            .AllowRoles(Role.PoliticalOfficer);
    }

    private static Task<Site> StartAsync(params string[] settings) =>
        Site.StartAsync(services => services.AddSingleton<EventStreams>(), Map, settings);

    public static TheoryData<string, string> Headers =>
        new()
        {
            { "an ID token's type", """{"alg":"HS256","typ":"ID"}""" },
            { "a logout token's type", """{"alg":"HS256","typ":"logout+jwt"}""" },
            { "the same with its media type", """{"alg":"HS256","typ":"application/logout+jwt"}""" },
            { "a proof's type", """{"alg":"HS256","typ":"dpop+jwt"}""" },
            { "a type that is none", """{"alg":"HS256","typ":7}""" },
            { "nothing as its type", """{"alg":"HS256","typ":null}""" },
            { "two types", """{"alg":"HS256","typ":"logout+jwt","typ":"JWT"}""" },
            { "an extension that is critical", """{"alg":"HS256","typ":"JWT","crit":["b64"],"b64":false}""" },
            { "an unknown extension", """{"alg":"HS256","typ":"JWT","crit":["x"],"x":1}""" },
            { "no extension that is critical", """{"alg":"HS256","typ":"JWT","crit":[]}""" },
        };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task when_the_header_says_that_it_is_something_else_it_is_401(string fault, string header)
    {
        await using var site = await StartAsync();
        var reply = await site.GetAsync(Mine, Forged.Token(site.Home, Forged.Claims().ToJsonString(), header));
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Unauthorized, "unauthenticated"), fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    public async Task when_it_is_an_access_token_it_lets_in(string? type)
    {
        await using var site = await StartAsync();
        var token = Forged.Token(site.Home, Forged.Claims("po-1"), Forged.Header(type));
        (await site.GetAsync(Mine, token)).Text.ShouldBe("po-1");
    }

    public static TheoryData<string, string> Written =>
        new()
        {
            { "exp", "1000000000000000000" },
            { "exp", "253402300800" },
            { "exp", "1e400" },
            { "exp", "-1" },
            { "exp", "\"4102444800\"" },
            { "exp", "[4102444800]" },
            { "exp", "{}" },
            { "exp", "null" },
            { "exp", "true" },
            { "nbf", "[1]" },
            { "nbf", "1e18" },
            { "nbf", "-5" },
            { "nbf", "\"1\"" },
            { "iat", "1e300" },
            { "iat", "-5" },
            { "iat", "\"1\"" },
            { "iat", "null" },
            { "sub", "7" },
            { "sub", "[\"po-1\",\"po-2\"]" },
            { "sub", "null" },
            { "sub", "{\"a\":\"po-1\"}" },
            { "role", "{\"a\":\"political-officer\"}" },
            { "role", "[[\"political-officer\"]]" },
            { "role", "[\"political-officer\",7]" },
            { "role", "true" },
            { "unit", "[\"U1\",\"U2\"]" },
            { "unit", "5" },
            { "badge", "[\"P1\"]" },
            { "badge", "{}" },
            { "name", "[\"a\"]" },
            { "at_hash", "\"x\"" },
            { "events", "{\"http://schemas.openid.net/event/backchannel-logout\":{}}" },
        };

    [Theory]
    [MemberData(nameof(Written))]
    public async Task when_a_claim_is_of_a_form_that_it_cannot_have_it_is_401(string name, string json)
    {
        await using var site = await StartAsync();
        var claims = Forged.Claims();
        claims.Remove(name);
        var token = Forged.Token(site.Home, claims.Raw(name, json), """{"alg":"HS256","typ":"JWT"}""");
        foreach (var path in new[] { Mine, "/api/v1/stream" })
        {
            var reply = await site.GetAsync(path, token);
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Unauthorized, "unauthenticated"));
        }
    }

    [Theory]
    [InlineData("sub", "\"po-2\"")]
    [InlineData("role", "\"auditor\"")]
    [InlineData("unit", "\"U2\"")]
    [InlineData("exp", "4102444800")]
    [InlineData("anything", "2")]
    public async Task when_a_claim_is_there_twice_it_is_401(string name, string second)
    {
        await using var site = await StartAsync();
        var claims = Forged.Claims().With("unit", "U1").With("anything", 1);
        var token = Forged.Token(site.Home, claims.Raw(name, second), """{"alg":"HS256","typ":"JWT"}""");
        (await site.GetAsync(Mine, token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task when_it_ends_later_than_the_setting_lets_it_it_is_401()
    {
        await using var site = await StartAsync();
        (await AskAsync(site, TimeSpan.FromHours(23))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(site, TimeSpan.FromHours(25))).ShouldBe(HttpStatusCode.Unauthorized);
        await using var strict = await StartAsync("--Authentication:MaximumLifetimeHours=0.5");
        (await AskAsync(strict, TimeSpan.FromMinutes(29))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(strict, TimeSpan.FromMinutes(32))).ShouldBe(HttpStatusCode.Unauthorized);

        static async Task<HttpStatusCode> AskAsync(Site site, TimeSpan left)
        {
            var end = (DateTimeOffset.UtcNow + left).ToUnixTimeSeconds();
            return (await site.GetAsync(Mine, Forged.Token(site.Home, Forged.Claims().With("exp", end)))).Status;
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9000")]
    public async Task when_the_setting_makes_no_sense_the_server_does_not_start(string hours) =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                StartAsync($"--Authentication:MaximumLifetimeHours={hours}")
            )
        ).Message.ShouldContain("MaximumLifetimeHours");

    [Fact]
    public async Task when_its_end_is_a_fraction_of_a_second_it_lets_in_and_a_stream_goes_on_until_then()
    {
        await using var site = await StartAsync();
        var end = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() + 0.5;
        var token = Forged.Token(site.Home, Forged.Claims().With("exp", end));
        (await site.GetAsync(Mine, token)).Status.ShouldBe(HttpStatusCode.OK);
        (await site.GetAsync("/api/v1/stream", token)).Text.ShouldContain("event: first");
    }

    [Fact]
    public async Task when_it_is_as_large_as_headers_may_be_it_is_judged_like_any_other()
    {
        await using var site = await StartAsync();
        var many = new JsonArray([.. Enumerable.Repeat<JsonNode?>("political-officer", 1).Select(x => x)]);
        var token = Forged.Token(
            site.Home,
            Forged.Claims().With("role", many).With("padding", new string('a', 18_000))
        );
        (await site.GetAsync(Mine, token)).Status.ShouldBe(HttpStatusCode.OK);
        var deep = string.Concat(Enumerable.Repeat("[", 2_000)) + string.Concat(Enumerable.Repeat("]", 2_000));
        var nested = Forged.Token(site.Home, Forged.Claims().Raw("x", deep), """{"alg":"HS256","typ":"JWT"}""");
        (await site.GetAsync(Mine, nested)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task when_it_lets_nobody_in_neither_the_answer_nor_the_log_says_why()
    {
        await using var site = await StartAsync();
        var right = Forged.Token(site.Home, Forged.Claims());
        string[] tokens =
        [
            Forged.Token(site.Home, Forged.Claims("secret-person").With("exp", 5)),
            Forged.Token(site.Home, Forged.Claims("secret-person").With("nbf", 4102444800)),
            Forged.Token(site.Home, Forged.Claims("secret-person").With("iss", "secret-issuer")),
            Forged.Token(site.Home, Forged.Claims("secret-person").With("aud", "secret-audience")),
            Forged.Token(site.Home, Forged.Claims("secret-person "), Forged.Header("secret-type")),
            Forged.Token(site.Home, Forged.Claims(), new JsonObject { ["alg"] = "HS256", ["kid"] = "secret-key" })[
                ..^4
            ],
            right[..^4],
            "secret.person.token",
        ];
        foreach (var token in tokens)
        {
            var reply = await site.GetAsync(Mine, token);
            reply.Status.ShouldBe(HttpStatusCode.Unauthorized);
            reply.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            reply.Text.ShouldNotContain("secret");
            reply.Json.GetProperty("detail").GetString().ShouldBe(Detail(await site.GetAsync(Mine)));
        }
        site.Log.Text.ShouldNotContain("secret");

        static string? Detail(Reply reply) => reply.Json.GetProperty("detail").GetString();
    }
}

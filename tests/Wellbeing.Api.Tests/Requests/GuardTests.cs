using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

/// <summary>What stands before every endpoint: HTTPS, proxies, origins, limits of headers and addresses.</summary>
public sealed class GuardTests
{
    private const string Desk = "https://desk.example";
    private static readonly (string, string) OverHttps = ("X-Forwarded-Proto", "https");

    private static void Map(WebApplication app)
    {
        app.MapGet("/readyz", () => "ready").AllowAnonymous();
        app.MapGet("/livez", () => "alive").AllowAnonymous();
        app.MapGet("/api/v1/a", (HttpContext http) => $"{http.Connection.RemoteIpAddress}").AllowAnonymous();
        app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException()).AllowAnonymous();
    }

    [Fact]
    public async Task when_a_request_comes_in_plain_it_is_sent_to_https_but_for_the_probes()
    {
        await using var site = await Site.StartInProductionAsync(Map);
        var reply = await site.GetAsync("/api/v1/a?b=c");
        reply.Status.ShouldBe(HttpStatusCode.PermanentRedirect);
        reply.Headers.Location!.ToString().ShouldBe("https://127.0.0.1/api/v1/a?b=c");
        reply.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        (await site.GetAsync("/livez")).Text.ShouldBe("alive");
        (await site.GetAsync("/readyz")).Text.ShouldBe("ready");
    }

    [Fact]
    public async Task when_tls_ends_elsewhere_redirection_can_be_off_or_go_to_another_port()
    {
        await using var off = await Site.StartInProductionAsync(Map, "--Https:Redirect=false");
        (await off.GetAsync("/api/v1/a")).Status.ShouldBe(HttpStatusCode.OK);
        await using var other = await Site.StartInProductionAsync(Map, "--Https:Port=8443");
        (await other.GetAsync("/api/v1/a")).Headers.Location!.ToString().ShouldBe("https://127.0.0.1:8443/api/v1/a");
        await using var development = await Site.StartAsync(Map);
        (await development.GetAsync("/api/v1/a")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8")]
    public async Task when_a_named_proxy_says_https_it_is_https_and_browsers_keep_to_it(string proxies)
    {
        await using var site = await Site.StartInProductionAsync(Map, $"--Https:Proxies={proxies}");
        foreach (var path in new[] { "/api/v1/a", "/api/v1/broken", "/api/v1/nothing" })
        {
            var reply = await site.GetAsync(path, null, OverHttps);
            reply.Status.ShouldNotBe(HttpStatusCode.PermanentRedirect, path);
            reply.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"], path);
        }
        (await site.GetAsync("/api/v1/a")).Status.ShouldBe(HttpStatusCode.PermanentRedirect);
    }

    [Theory]
    [InlineData]
    [InlineData("--Https:Proxies=10.1.2.3")]
    public async Task when_anybody_else_says_so_it_is_not_believed(params string[] settings)
    {
        await using var site = await Site.StartInProductionAsync(Map, settings);
        var reply = await site.GetAsync("/api/v1/a", null, OverHttps, ("X-Forwarded-For", "203.0.113.7"));
        reply.Status.ShouldBe(HttpStatusCode.PermanentRedirect);
        await using var off = await Site.StartInProductionAsync(Map, [.. settings, "--Https:Redirect=false"]);
        (await off.GetAsync("/api/v1/a", null, ("X-Forwarded-For", "203.0.113.7"))).Text.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task when_a_named_proxy_says_who_calls_each_of_them_has_a_limit_of_the_own()
    {
        await using var site = await Site.StartAsync(Map, "--Https:Proxies=127.0.0.1", "--RateLimit:PerSecond=2");
        var statuses = new List<HttpStatusCode>();
        for (var sent = 0; sent < 6; sent++)
            statuses.Add((await FromAsync("203.0.113.7")).Status);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        // What the caller itself put before the proxy's word is not believed.
        (await FromAsync("203.0.113.8, 203.0.113.9")).Text.ShouldBe("203.0.113.9");

        Task<Reply> FromAsync(string caller) => site.GetAsync("/api/v1/a", null, ("X-Forwarded-For", caller));
    }

    [Fact]
    public async Task when_no_origin_is_named_no_page_of_another_may_ask()
    {
        await using var site = await Site.StartAsync(Map);
        var asked = await site.GetAsync("/api/v1/a", null, ("Origin", Desk));
        asked.Headers.Where(header => IsCors(header.Key)).ShouldBeEmpty();
        var preflight = await PreflightAsync(site, Desk);
        preflight.Code.ShouldBe("method-not-allowed");
        preflight.Headers.Where(header => IsCors(header.Key)).ShouldBeEmpty();
    }

    [Fact]
    public async Task when_an_origin_is_named_its_pages_may_ask_with_a_token_and_without_credentials()
    {
        await using var site = await Site.StartAsync(Map, $"--Cors:Origins={Desk},https://other.example");
        foreach (
            var reply in new[]
            {
                await site.GetAsync("/api/v1/a", null, ("Origin", Desk)),
                await PreflightAsync(site, Desk),
            }
        )
        {
            reply.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Desk]);
            reply.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
            reply.Headers.Vary.ShouldContain("Origin");
            reply.Headers.Vary.ShouldContain("Authorization");
        }
        var preflight = await PreflightAsync(site, Desk);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("Authorization");
        (await PreflightAsync(site, "https://evil.example"))
            .Headers.Where(header => IsCors(header.Key))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--Cors:Origins=*")]
    [InlineData("--Cors:Origins=https://desk.example/page")]
    [InlineData("--Cors:Origins=desk.example")]
    [InlineData("--Https:Proxies=gateway")]
    public async Task when_an_origin_or_a_proxy_is_none_the_server_does_not_start(string setting)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Site.StartInProductionAsync(Map, setting)
        );
        refused.Message.ShouldContain(setting[2..setting.IndexOf('=')]);
    }

    [Fact]
    public async Task when_an_address_is_too_long_it_is_414()
    {
        await using var site = await Site.StartAsync(Map);
        (await site.GetAsync($"/api/v1/a?q={new string('a', 8_000)}")).Status.ShouldBe(HttpStatusCode.OK);
        var reply = await site.GetAsync($"/api/v1/a?q={new string('a', 8_192)}");
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.RequestUriTooLong, "uri-too-long"));
    }

    [Fact]
    public async Task when_headers_are_too_many_or_too_large_it_is_431()
    {
        await using var site = await Site.StartAsync(Map);
        var large = new string('a', 16 * 1024);
        (await site.GetAsync("/api/v1/a", null, ("X-One", large))).Status.ShouldBe(HttpStatusCode.OK);
        foreach (
            var headers in new[]
            {
                [("X-One", large), ("X-Two", large)],
                Enumerable.Range(0, 100).Select(i => ($"X-{i}", "a")).ToArray(),
            }
        )
        {
            var reply = await site.GetAsync("/api/v1/a", null, headers);
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.RequestHeaderFieldsTooLarge, "headers-too-large"));
        }
    }

    [Fact]
    public async Task no_keys_are_made_for_cookies_that_nobody_gets()
    {
        var app = Site.Build(Path.GetTempPath(), new Written(), "Development", []);
        await using (app)
            app.Services.GetService<IDataProtectionProvider>().ShouldBeNull();
    }

    private static bool IsCors(string header) => header.StartsWith("Access-Control", StringComparison.Ordinal);

    private static Task<Reply> PreflightAsync(Site site, string origin) =>
        site.SendAsync(
            HttpMethod.Options,
            "/api/v1/a",
            null,
            null,
            ("Origin", origin),
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "authorization")
        );
}

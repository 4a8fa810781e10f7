using System.Net;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>The name in the Host header is the caller's to choose: nothing follows from it but whether it is answered.</summary>
public sealed class HostTests
{
    private static void Map(WebApplication app)
    {
        app.MapGet("/readyz", () => "ready").AllowAnonymous();
        app.MapGet("/livez", () => "alive").AllowAnonymous();
        app.MapGet("/api/v1/a", () => "a").AllowAnonymous();
    }

    private static (string, string) Under(string host) => ("Host", host);

    private static Task<Site> StartAsync(params string[] settings) => Site.StartInProductionAsync(Map, settings);

    [Theory]
    [InlineData("--AllowedHosts=desk.example;127.0.0.1")]
    [InlineData("--AllowedHosts=desk.example, 127.0.0.1")]
    [InlineData("--Https:Host=desk.example")]
    [InlineData("--Https:Host=desk.example", "--AllowedHosts=*.bureau.example")]
    [InlineData("--Https:Host=desk.example", "--AllowedHosts=*")]
    public async Task when_a_request_comes_in_plain_it_is_sent_to_the_servers_own_name(params string[] settings)
    {
        await using var site = await StartAsync(settings);
        foreach (var host in new[] { "desk.example", "DESK.example:8080" })
        {
            var reply = await site.GetAsync("/api/v1/a?b=c", null, Under(host));
            reply.Status.ShouldBe(HttpStatusCode.PermanentRedirect);
            reply.Headers.Location!.ToString().ShouldBe("https://desk.example/api/v1/a?b=c");
        }
        var other = await site.GetAsync("/api/v1/a", null, Under("evil.example"));
        if (settings.Contains("--AllowedHosts=*"))
            other.Headers.Location!.ToString().ShouldBe("https://desk.example/api/v1/a");
        else
            (other.Status, other.Code, other.Headers.Location).ShouldBe(
                (HttpStatusCode.BadRequest, "host-not-served", null)
            );
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("desk.example.evil.example")]
    [InlineData("evildesk.example")]
    [InlineData("bureau.example")]
    [InlineData("10.0.0.1:80")]
    [InlineData("[::2]")]
    public async Task when_the_host_is_none_of_the_servers_it_is_400_and_probes_are_answered(string host)
    {
        await using var site = await StartAsync(
            "--AllowedHosts=desk.example;*.bureau.example",
            "--Https:Redirect=false"
        );
        var reply = await site.GetAsync("/api/v1/a", null, Under(host));
        ((int)reply.Status).ShouldBe(400);
        if (reply.Text.Length > 0)
            reply.Code.ShouldBe("host-not-served");
        (await site.GetAsync("/api/v1/nothing", null, Under("evil.example"))).Code.ShouldBe("host-not-served");
        foreach (var served in new[] { "desk.example", "a.bureau.example", "a.b.bureau.example:443" })
            (await site.GetAsync("/api/v1/a", null, Under(served))).Status.ShouldBe(HttpStatusCode.OK, served);
        foreach (var probe in new[] { "/livez", "/readyz", "/LIVEZ", "/readyz/" })
            (await site.GetAsync(probe, null, Under("10.0.0.1"))).Status.ShouldBe(HttpStatusCode.OK, probe);
    }

    [Fact]
    public async Task when_no_host_is_named_only_this_machine_is_answered_and_the_log_says_so()
    {
        await using var site = await StartAsync("--AllowedHosts=", "--Https:Redirect=false");
        (await site.GetAsync("/api/v1/a", null, Under("desk.example"))).Code.ShouldBe("host-not-served");
        foreach (var own in new[] { "localhost:8080", "127.0.0.1", "[::1]:80" })
            (await site.GetAsync("/api/v1/a", null, Under(own))).Status.ShouldBe(HttpStatusCode.OK, own);
        site.Log.Text.ShouldContain("AllowedHosts names no host");
    }

    [Theory]
    [InlineData("--AllowedHosts=")]
    [InlineData("--AllowedHosts=*")]
    [InlineData("--AllowedHosts=*.bureau.example")]
    [InlineData("--AllowedHosts=https://desk.example")]
    [InlineData("--AllowedHosts=desk.example/x")]
    [InlineData("--Https:Host=desk.example:8443")]
    public async Task when_nothing_says_where_to_or_it_is_no_host_the_server_does_not_start(string setting) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(setting))).Message.ShouldContain("Host");

    [Fact]
    public async Task when_it_is_development_every_host_is_answered_unless_some_are_named()
    {
        await using var site = await Site.StartAsync(Map);
        (await site.GetAsync("/api/v1/a", null, Under("desk.example"))).Status.ShouldBe(HttpStatusCode.OK);
        await using var named = await Site.StartAsync(Map, "--AllowedHosts=127.0.0.1");
        (await named.GetAsync("/api/v1/a", null, Under("desk.example"))).Code.ShouldBe("host-not-served");
    }
}

using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

/// <summary>Who finds a weakness finds whom to tell (RFC 9116), where the operator has said whom.</summary>
public sealed class SecurityTxtTests
{
    private static readonly FakeTimeProvider Noon = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task when_the_operator_names_a_contact_the_page_has_each_field_and_ends_within_a_year()
    {
        await using var site = await StartAsync(
            "--Security:Contact=mailto:security@bureau.example, https://bureau.example/report",
            "--Security:Canonical=https://care.bureau.example/.well-known/security.txt",
            "--Security:Policy=https://bureau.example/policy"
        );

        var reply = await site.GetAsync(SecurityTxt.Path);

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.ContentHeaders.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        reply.Text.ShouldBe(
            """
            Contact: mailto:security@bureau.example
            Contact: https://bureau.example/report
            Preferred-Languages: zh-CN, en
            Canonical: https://care.bureau.example/.well-known/security.txt
            Policy: https://bureau.example/policy
            Expires: 2027-05-29T00:00:00Z

            """
        );
        var expires = DateTimeOffset.Parse(
            reply.Text.Split("Expires: ")[1],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
        (expires - Noon.GetUtcNow()).TotalDays.ShouldBeInRange(30, 365);
    }

    [Fact]
    public async Task head_is_answered_as_get_is_and_nothing_else_is()
    {
        await using var site = await StartAsync("--Security:Contact=tel:+86-10-0000");

        var head = await site.SendAsync(HttpMethod.Head, SecurityTxt.Path, null, null);
        (head.Status, head.Text).ShouldBe((HttpStatusCode.OK, ""));
        head.ContentHeaders.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        (await site.SendAsync(HttpMethod.Post, SecurityTxt.Path, null, null)).Refused(405, "method-not-allowed");
    }

    [Fact]
    public async Task when_no_contact_is_named_there_is_no_such_page()
    {
        await using var site = await StartAsync("--Security:Policy=https://bureau.example/policy");

        (await site.GetAsync(SecurityTxt.Path)).Refused(404, "not-found");
    }

    [Theory]
    [InlineData("Contact", "security@bureau.example")]
    [InlineData("Contact", "http://bureau.example/report")]
    [InlineData("Contact", "mailto:a@b.example\nPolicy: https://evil.example")]
    [InlineData("Contact", "javascript:alert(1)")]
    [InlineData("Canonical", "http://care.bureau.example/.well-known/security.txt")]
    [InlineData("Policy", "policy.html")]
    public async Task when_a_setting_is_no_uri_that_may_stand_there_the_server_does_not_start(
        string name,
        string uri
    ) =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() => StartAsync($"--Security:{name}={uri}"))
        ).Message.ShouldStartWith($"Security:{name}: ");

    [Fact]
    public async Task the_page_is_limited_like_every_other_answer()
    {
        await using var site = await StartAsync("--Security:Contact=tel:+86-10-0000", "--RateLimit:PerSecond=5");

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => site.GetAsync(SecurityTxt.Path)));

        replies.ShouldContain(x => x.Status == HttpStatusCode.TooManyRequests);
    }

    private static Task<Site> StartAsync(params string[] settings) =>
        Site.StartAsync(services => services.AddSingleton<TimeProvider>(Noon), app => app.MapSecurityTxt(), settings);
}

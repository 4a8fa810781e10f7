using System.Net;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Webhooks;
using Wellbeing.Domain;
using Xunit;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>Who may be told, and how that is set.</summary>
public sealed class RegistrationTests(Host host)
{
    [Theory]
    [InlineData("hooks.example/wellbeing", "absolute https")]
    [InlineData("/hooks", "absolute https")]
    [InlineData("ftp://hooks.example/", "absolute https")]
    [InlineData("https://a\u2100b.example/", "absolute https")]
    [InlineData("file:///etc/passwd", "absolute https")]
    [InlineData("http://hooks.example/", "plain http")]
    [InlineData("http://127.0.0.1:8080/", "plain http")]
    [InlineData("https://user:word@hooks.example/", "user, password")]
    [InlineData("https://hooks.example/#part", "user, password")]
    [InlineData("https://localhost/", "not to be called")]
    [InlineData("https://127.0.0.1/", "not to be called")]
    [InlineData("https://2130706433/", "not to be called")]
    [InlineData("https://10.0.0.1/", "not to be called")]
    [InlineData("https://169.254.169.254/latest/meta-data", "not to be called")]
    [InlineData("https://[::1]/", "not to be called")]
    [InlineData("https://[fe80::1]/", "not to be called")]
    [InlineData("https://[fd00::1]/", "not to be called")]
    [InlineData("https://[::ffff:192.168.0.1]/", "not to be called")]
    public async Task an_address_that_is_not_to_be_called_is_refused_by_name(string url, string because)
    {
        var server = await host.RunAsync();
        var reply = await server.Administrator().PostAsync("webhooks", new { url });
        var errors = reply.Refused(400, "bad-input").Json.GetProperty("errors");
        errors.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("url");
        errors.GetProperty("url")[0].GetString()!.ShouldContain(because);
        reply.Text.ShouldNotContain("word@");
    }

    [Fact]
    public async Task a_type_that_is_not_sent_and_a_unit_that_is_not_there_are_refused_by_name()
    {
        var server = await host.RunAsync();
        var administrator = server.Administrator();
        var body = new { url = "https://hooks.example/", types = new[] { "talk_held", "record_disclosed", "no_such" } };
        var errors = (await administrator.PostAsync("webhooks", body))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors");
        errors.EnumerateObject().Select(x => x.Name).ShouldBe(["types[1]", "types[2]"]);
        (await administrator.PostAsync("webhooks", new { url = "https://hooks.example/", unit = "nowhere" })).Refused(
            404,
            "unknown-unit"
        );
        (
            await administrator.PostAsync(
                "webhooks",
                new { url = "https://hooks.example/", types = Array.Empty<string>() }
            )
        )
            .Refused(400, "bad-input")
            .Text.ShouldContain("types");
    }

    [Fact]
    public async Task the_same_key_and_body_again_registers_nothing_and_does_not_tell_the_secret_again()
    {
        var server = await host.RunAsync();
        var administrator = server.Administrator();
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var first = (await administrator.PostAsync("webhooks", Hooks.Quiet, key)).Made();
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();
        first.Headers.ETag!.Tag.ShouldBe("\"1\"");
        first.Json.Text("secret")!.ShouldStartWith("whsec_");
        var again = (await administrator.PostAsync("webhooks", Hooks.Quiet, key)).Made();
        again.Json.Text("id").ShouldBe(first.Json.Text("id"));
        again.Headers.Location.ShouldBe(first.Headers.Location);
        again.Text.ShouldNotContain("whsec_");
        var other = new { url = "https://other.example/" };
        (await administrator.PostAsync("webhooks", other, key)).Refused(422, "key-reused");

        var hook = new Hook(Bureau.IdOf(first), "");
        var pause = ("Idempotency-Key", $"{Guid.NewGuid()}");
        (await server.SetAsync(hook, "pause", pause)).Done().Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await server.SetAsync(hook, "pause", pause)).Done().Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await server.SetAsync(hook, "pause")).Refused(409, "webhook-paused");
    }

    [Fact]
    public async Task a_webhook_is_set_by_its_version_and_retired_for_good()
    {
        var server = await host.RunAsync();
        var hook = new Hook(await server.WebhookAsync(), "");
        (await server.SetAsync(hook, "resume")).Refused(409, "webhook-active");
        (await server.SetAsync(hook, "pause", ("If-Match", "\"7\""))).Refused(412, "stale-version");
        (await server.SetAsync(hook, "pause", ("If-Match", "\"1\""))).Done();
        var read = (await server.Administrator().GetAsync($"webhooks/{hook.Id}")).Done();
        (read.Json.Text("status"), read.Json.GetProperty("version").GetInt64()).ShouldBe(("paused", 2));
        (
            await server.Administrator().GetAsync($"webhooks/{hook.Id}", ("If-None-Match", read.Headers.ETag!.Tag))
        ).Status.ShouldBe(HttpStatusCode.NotModified);
        (await server.SetAsync(hook, "resume", ("If-Match", read.Headers.ETag.Tag))).Done();
        await server.DeadLetterAsync(hook.Id);
        (await server.SetAsync(hook, "retire")).Done();
        foreach (var what in new[] { "pause", "resume", "secret", "retire" })
            (await server.SetAsync(hook, what)).Refused(409, "webhook-retired");
        (await server.DeadLettersAsync(hook)).ShouldBeEmpty();
        (
            await server.Database.AskAsync<bool>(
                "SELECT secret IS NULL AND previous IS NULL FROM webhooks.endpoints WHERE id = $1",
                hook.Id
            )
        ).ShouldBeTrue();
        var retired = (await server.Administrator().GetAsync("webhooks?status=retired&limit=500")).Done();
        retired.Text.ShouldContain($"{hook.Id}");
        (await server.Administrator().GetAsync("webhooks?status=active&limit=500")).Text.ShouldNotContain($"{hook.Id}");
    }

    [Fact]
    public async Task the_servers_role_may_not_change_whereto_a_webhook_leads_nor_delete_one()
    {
        var server = await host.RunAsync();
        var id = await server.WebhookAsync();
        foreach (
            var sql in new[]
            {
                $"UPDATE webhooks.endpoints SET url = 'https://elsewhere.example/' WHERE id = '{id}'",
                $"UPDATE webhooks.endpoints SET types = NULL, unit_code = NULL WHERE id = '{id}'",
                $"UPDATE webhooks.endpoints SET registered_by = 'nobody' WHERE id = '{id}'",
                $"DELETE FROM webhooks.endpoints WHERE id = '{id}'",
                "TRUNCATE webhooks.deliveries",
            }
        )
        {
            await using var command = server.Database.Application.CreateCommand(sql);
            var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }
}

/// <summary>Where a message may go, whatever a name stands for, and when it goes again.</summary>
public sealed class AddressTests
{
    private static readonly WebhookPayload Something = new(
        Guid.CreateVersion7(),
        Catalogue.Named("talk_held")!,
        new WebhookPayloadData(StreamKind.Talk, Guid.CreateVersion7(), 1, "U1", null),
        null,
        DateTimeOffset.UnixEpoch
    );

    [Theory]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.20.7.7", true)]
    [InlineData("::ffff:10.20.7.7", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("172.31.255.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd12::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:4136:e378::1", false)]
    public void an_address_is_called_if_it_is_public_or_in_a_network_that_is_allowed(string address, bool allowed) =>
        new AddressPolicy(false, [IPNetwork.Parse("10.20.0.0/16")]).Allows(IPAddress.Parse(address)).ShouldBe(allowed);

    [Fact]
    public async Task a_name_is_judged_by_what_it_stands_for_when_it_is_called()
    {
        await using var receiver = await Receiver.StartAsync();
        var url = $"http://localhost:{receiver.Address.Port}/hook";
        (await SendAsync(url, allowLoopback: false)).ShouldBe(new Attempt(null, DeliveryFailure.AddressRefused));
        receiver.Messages.ShouldBeEmpty();
        (await SendAsync(url, allowLoopback: true)).ShouldBe(new Attempt(204, null));
        receiver.Messages.ShouldHaveSingleItem();
        var unknown = await SendAsync("https://no-such-name.invalid/", allowLoopback: false);
        unknown.ShouldBe(new Attempt(null, DeliveryFailure.Unreachable));
    }

    [Fact]
    public void delays_grow_to_hours_and_end()
    {
        var settings = SettingsOf(false);
        Enumerable
            .Range(1, 8)
            .Select(x => settings.DelayAfter(x)?.TotalSeconds)
            .ShouldBe([5, 30, 180, 1080, 6480, 21600, 21600, null]);
    }

    private static WebhookSettings SettingsOf(bool allowLoopback) =>
        new(
            "urn:wellbeing:test",
            new AddressPolicy(allowLoopback, []),
            8,
            TimeSpan.FromSeconds(5),
            TimeSpan.FromHours(6),
            TimeSpan.FromSeconds(5),
            TimeSpan.FromDays(1)
        );

    private static async Task<Attempt> SendAsync(string url, bool allowLoopback)
    {
        using var sender = new WebhookSender(SettingsOf(allowLoopback), TimeProvider.System);
        return await sender.SendAsync(url, Something, [WebhookSecrets.New()], CancellationToken.None);
    }
}

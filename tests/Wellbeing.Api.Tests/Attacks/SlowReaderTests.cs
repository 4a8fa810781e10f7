using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Answers that are not read: each kind has its number at once, of a caller and in all, and none stays for ever.</summary>
public sealed class SlowReaderTests
{
    [Fact]
    public async Task whoever_follows_or_replays_too_much_at_once_is_429_with_a_time_and_others_are_served()
    {
        await using var server = await Host.StartAsync(
            null,
            ("Limits:Records:PerCaller", "2"),
            ("Limits:Records:InAll", "3"),
            ("Limits:Streams:PerCaller", "2"),
            ("Limits:Streams:InAll", "3")
        );
        var unit = await server.UnitAsync();
        var officer = await server.OfficerAsync(unit);
        var limits = server.Services.GetRequiredService<ConcurrencyLimits>();
        foreach (
            var (kind, path) in new[]
            {
                (RequestKind.Records, $"officers/{officer.Id}/replay"),
                (RequestKind.Streams, "notices/stream?seconds=0"),
                (RequestKind.Streams, "dashboards/stream?seconds=0"),
            }
        )
        {
            var own = new[] { await limits.TakeAsync(As("slow"), kind), await limits.TakeAsync(As("slow"), kind) };
            await RefusedAsync(server, "slow", path);
            (await server.As(Role.Auditor, sub: "other").GetAsync(path)).Done();

            using (await limits.TakeAsync(As("third"), kind))
                await RefusedAsync(server, "other", path);
            Array.ForEach(own, x => x.Dispose());
            (await server.As(Role.Auditor, sub: "slow").GetAsync(path)).Done();
        }
    }

    [Fact]
    public async Task a_file_that_is_not_read_gives_up_its_place_by_the_deadline()
    {
        await using var server = await Host.StartAsync(null, ("Limits:Files:TotalSeconds", "1.5"));
        var files = server.Services.GetRequiredService<FilesInHand>();
        var http = As("slow");
        http.RequestServices = server.Services;

        await files.SendAsync(http, stop => Task.Delay(Timeout.Infinite, stop));

        http.Response.StatusCode.ShouldBe(503);
        (
            await server.Services.GetRequiredService<ConcurrencyLimits>().TakeAsync(As("slow"), RequestKind.Files)
        ).IsAcquired.ShouldBeTrue();
    }

    private static async Task RefusedAsync(Host.Running server, string sub, string path) =>
        (await server.As(Role.Auditor, sub: sub).GetAsync(path))
            .Refused(429, "too-many-at-once")
            .Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));

    private static DefaultHttpContext As(string sub)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new Caller(sub, "", new HashSet<Role> { Role.Auditor }, null, null));
        return http;
    }
}

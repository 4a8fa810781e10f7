using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>A file takes as long as its reader, and nobody holds up others with it.</summary>
public sealed class FilesInHandTests(Host host)
{
    [Fact]
    public async Task whoever_has_two_files_in_hand_waits_with_the_third_and_others_do_not()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var hand = server.Services.GetRequiredService<FilesInHand>();
        var sub = Bureau.Name("slow");
        var (slow, other) = (server.As(Role.Auditor, sub: sub), server.As(Role.Auditor, sub: Bureau.Name("other")));
        var taken = new TaskCompletionSource();
        var sending = Enumerable.Range(0, 2).Select(_ => HoldAsync()).ToList();

        foreach (var file in new[] { "transfers.csv", "talents.xlsx", "warning-board.xlsx" })
        {
            var refused = (await slow.GetAsync($"{file}?unit={unit}")).Refused(429, "too-many-at-once");
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            refused.Headers.ETag.ShouldBeNull();
            (await other.FileAsync($"{file}?unit={unit}")).Response.IsSuccessStatusCode.ShouldBeTrue(file);
        }
        // What is in memory keeps nothing that others wait for.
        foreach (var read in new[] { "warning-board.csv", "transfers", "warning-board" })
            (await slow.FileAsync($"{read}?unit={unit}")).Response.IsSuccessStatusCode.ShouldBeTrue(read);

        taken.SetResult();
        await Task.WhenAll(sending);
        (await slow.FileAsync($"transfers.csv?unit={unit}")).Response.IsSuccessStatusCode.ShouldBeTrue();

        Task HoldAsync()
        {
            var http = new DefaultHttpContext();
            http.Features.Set(new Caller(sub, "", new HashSet<Role> { Role.Auditor }, null, null));
            return hand.SendAsync(http, _ => taken.Task);
        }
    }

    [Theory]
    [InlineData("csv", true)]
    [InlineData("xlsx", true)]
    [InlineData("html", true)]
    [InlineData(null, false)]
    public void a_file_has_no_time_by_which_it_has_to_be_read_and_json_has(string? suffix, bool freed)
    {
        var (http, limit) = (new DefaultHttpContext(), new Limit());
        http.Features.Set<IHttpRequestTimeoutFeature>(limit);
        if (suffix is not null)
            http.Request.RouteValues[Formats.Suffix] = suffix;
        else
            http.SetEndpoint(
                new Endpoint(
                    null,
                    new EndpointMetadataCollection(
                        new Operation(Does.Read, "x", "x") { Types = ["application/json", "text/csv"] }
                    ),
                    null
                )
            );

        Asked.Of(new Query(http));

        limit.Freed.ShouldBe(freed);
    }

    private sealed class Limit : IHttpRequestTimeoutFeature
    {
        public bool Freed { get; private set; }

        public CancellationToken RequestTimeoutToken => CancellationToken.None;

        public void DisableTimeout() => Freed = true;
    }
}

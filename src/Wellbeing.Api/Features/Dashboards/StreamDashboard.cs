using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>
/// A dashboard's figures as they stand, then those that change, as they do. A reader that is slow is told where they stand
/// by then, not every step.
/// </summary>
internal sealed class StreamDashboard(DashboardReader dashboards, DashboardWatches watches, EventStreams streams)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/dashboards/stream", (HttpContext http, StreamDashboard stream) => stream.AnswerAsync(http))
            .DisableRequestTimeout()
            .WithMetadata(new CountsAs(RequestKind.Streams))
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new Operation(
                    Does.Read,
                    "streamDashboard",
                    "Sends the figures of the bureau, or of a unit and those below it, and then those that change as they do; "
                        + "after the event of Last-Event-ID only what has changed since, where that is known"
                )
                {
                    Answer = typeof(DashboardAnswer),
                    Types = [EventStreams.MediaType],
                    Unknown = ["not-found"],
                    Query =
                    [
                        .. DashboardSpan.Parameters,
                        new(
                            "unit",
                            typeof(string),
                            "Code of a unit: it and the units below it; without it the bureau."
                        ),
                        EventStreams.Seconds,
                    ],
                }
            );

    private async Task AnswerAsync(HttpContext http)
    {
        var query = new Query(http);
        var stay = EventStreams.StayOf(query);
        var last = streams.LastOf<(long Seq, string Of)>(query);
        var unit = query.Text("unit");
        if (await dashboards.AskedAsync(query, unit) is not { } asked)
            await Problems.Of(http, StatusCodes.Status404NotFound, "not-found").ExecuteAsync(http);
        else if (query.Refusal() is { } refused)
            await refused.ExecuteAsync(http);
        else
            await streams.SendAsync(
                http,
                stay,
                stream => watches.FollowAsync(asked, watch => SendAsync(stream, watch, last))
            );

        async Task SendAsync(EventStream stream, DashboardWatch watch, (long Seq, string Of)? seen)
        {
            var of = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{watch.Id} {asked.Key}")))[..16];
            var first = watch.AfterAsync(null, stream.Stop);
            if (!await stream.WaitForFirstAsync(first))
                return;
            var now = await first;
            var changed = seen is { } known && known.Of == of ? now.ChangedAfter(known.Seq) : now.Figures;
            while (true)
            {
                if (changed.Count > 0)
                {
                    var answer = new DashboardAnswer(asked.Span.Quarter.ToString(), changed);
                    stream.Add("figures", (now.At, of), JsonSerializer.Serialize(answer, CareJson.Options));
                    await stream.SendAsync();
                }
                var next = watch.AfterAsync(now, stream.Stop);
                if (!await stream.WaitAsync(next, IsTheSameAsync) || !await IsTheSameAsync())
                    return;
                var then = await next;
                (changed, now) = (then.ChangedSince(now), then);
            }
        }

        // Whoever reaches others by now, and whoever follows the present day beyond midnight, asks anew.
        async Task<bool> IsTheSameAsync() =>
            await dashboards.AskedAsync(new Query(http), unit) is { } still && still.Key == asked.Key;
    }
}

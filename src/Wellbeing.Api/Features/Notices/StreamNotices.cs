using System.Text.Json;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Notices;

/// <summary>What the caller is told, as it comes.</summary>
internal sealed class StreamNotices(Inbox inbox, HighWater highWater, EventArrivals arrivals, EventStreams streams)
{
    private const int Portion = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/stream", (HttpContext http, StreamNotices stream) => stream.AnswerAsync(http))
            .DisableRequestTimeout()
            .WithMetadata(new CountsAs(RequestKind.Streams))
            .AllowRoles(Audience.Readers)
            .Describe(
                new Operation(
                    Does.Read,
                    "streamNotices",
                    "Sends what the caller is told as it comes, after the notice of Last-Event-ID where that is given"
                )
                {
                    Answer = typeof(Notice),
                    Types = [EventStreams.MediaType],
                    Query = [EventStreams.Seconds],
                }
            );

    private async Task AnswerAsync(HttpContext http)
    {
        var query = new Query(http);
        var stay = EventStreams.StayOf(query);
        var after = streams.LastOf<long>(query);
        if (query.Refusal() is { } refused)
            await refused.ExecuteAsync(http);
        else if (await highWater.ReachAsync(http.RequestAborted) is not { } settled)
            await Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable").ExecuteAsync(http);
        else
            await streams.SendAsync(http, stay, stream => SendAsync(http, stream, after ?? settled, settled));
    }

    private async Task SendAsync(HttpContext http, EventStream stream, long after, long settled)
    {
        using var watching = arrivals.Watch();
        while (true)
        {
            while (after < settled && stream.Admitted)
                after = await PortionAsync(http, stream, after, settled);
            var next = arrivals.BeyondAsync(settled, stream.Stop);
            if (!await stream.WaitAsync(next))
                return;
            settled = await next;
        }
    }

    /// <summary>Sends some; answers up to where everything is sent.</summary>
    private async Task<long> PortionAsync(HttpContext http, EventStream stream, long after, long settled)
    {
        var where = await inbox.OfAsync(http);
        where.And($"e.seq_id > {where.Add(after)} AND e.seq_id <= {where.Add(settled)}");
        await using var command = inbox.Select(where, $"ORDER BY e.seq_id LIMIT {where.Add(Portion)}");
        var (wording, sent) = (Wording.Of(http), 0);
        // The rows are read before any is sent: a slow reader keeps no connection.
        await using (var reader = await command.ExecuteReaderAsync(stream.Stop))
        {
            for (; await reader.ReadAsync(stream.Stop); sent++)
            {
                after = reader.GetInt64(8);
                stream.Add("notice", after, JsonSerializer.Serialize(Notice.Of(reader, wording), CareJson.Options));
            }
        }
        await stream.SendAsync();
        return sent == Portion ? after : settled;
    }
}

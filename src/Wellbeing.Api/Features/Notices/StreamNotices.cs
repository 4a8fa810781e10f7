using System.Text;
using System.Text.Json;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Notices;

/// <summary>What the caller is told, as it comes: server-sent events (HTML, 9.2).</summary>
internal sealed class StreamNotices(Inbox inbox, HighWater highWater, Cursors cursors, TimeProvider clock)
{
    private const int Longest = 3600;
    private const int Portion = 100;
    private const int LongestCursor = 2048;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    // Shorter than the patience of the proxies between.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices/stream", (HttpContext http, StreamNotices stream) => stream.AnswerAsync(http))
            .AllowRoles(Audience.Readers)
            .Describe(
                new Operation(
                    Does.Read,
                    "streamNotices",
                    "Sends what the caller is told as it comes, after the notice of Last-Event-ID where that is given"
                )
                {
                    Answer = typeof(Notice),
                    Types = ["text/event-stream"],
                    Query = [new("seconds", typeof(int), "How long to stay, 0 to 3600; an hour unless said.")],
                }
            );

    private async Task AnswerAsync(HttpContext http)
    {
        var query = new Query(http);
        var stay = TimeSpan.FromSeconds(query.Whole("seconds", 0, Longest) ?? Longest);
        var after = After(http, query);
        if (query.Refusal() is { } refused)
        {
            await refused.ExecuteAsync(http);
            return;
        }
        if (await highWater.ReachAsync(http.RequestAborted) is not { } settled)
        {
            await Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable").ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await SendAsync(http, after ?? settled, settled, stay);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone; it comes back with the id of the last notice that it has seen.
        }
    }

    private async Task SendAsync(HttpContext http, long after, long settled, TimeSpan stay)
    {
        var (started, spoken) = (clock.GetTimestamp(), clock.GetTimestamp());
        await http.Response.Body.FlushAsync(http.RequestAborted);
        while (true)
        {
            while (after < settled)
            {
                after = await PortionAsync(http, after, settled);
                spoken = clock.GetTimestamp();
            }
            if (clock.GetElapsedTime(started) >= stay)
                return;
            await Task.Delay(Between, clock, http.RequestAborted);
            if (clock.GetElapsedTime(spoken) > Heartbeat)
            {
                await http.Response.WriteAsync(":\n\n", http.RequestAborted);
                spoken = clock.GetTimestamp();
            }
            settled = await highWater.ReachAsync(http.RequestAborted) ?? settled;
        }
    }

    /// <summary>Sends some; answers up to where everything is sent.</summary>
    private async Task<long> PortionAsync(HttpContext http, long after, long settled)
    {
        var where = await inbox.OfAsync(http);
        where.And($"e.seq_id > {where.Add(after)} AND e.seq_id <= {where.Add(settled)}");
        await using var command = inbox.Select(where, $"ORDER BY e.seq_id LIMIT {where.Add(Portion)}");
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        var (wording, text, sent) = (Wording.Of(http), new StringBuilder(), 0);
        while (await reader.ReadAsync(http.RequestAborted))
        {
            after = reader.GetInt64(8);
            sent++;
            // The number of an event is nobody's to see: the id is sealed, for this reader and this path.
            text.Append("id: ").Append(cursors.Seal(http, after));
            text.Append("\nevent: notice\ndata: ");
            text.Append(JsonSerializer.Serialize(Notice.Of(reader, wording), CareJson.Options)).Append("\n\n");
        }
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        return sent == Portion ? after : settled;
    }

    private long? After(HttpContext http, Query query)
    {
        if (http.Request.Headers["Last-Event-ID"] is not [{ Length: > 0 } last])
            return null;
        if (last.Length <= LongestCursor && cursors.TryOpen<long>(http, last, out var after))
            return after;
        query.Errors.Add("Last-Event-ID", "cursor");
        return null;
    }
}

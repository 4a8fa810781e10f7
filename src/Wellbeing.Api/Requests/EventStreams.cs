using System.Text;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Requests;

/// <summary>
/// Answers of server-sent events (HTML, 9.2). One ends when its time is over, when its caller's token would no longer be let
/// in, and with the server; whoever comes again brings the id of the last event that it has seen.
/// </summary>
internal sealed class EventStreams(Cursors cursors, TimeProvider clock, IHostApplicationLifetime server)
{
    private const int Longest = 3600;

    public const string MediaType = "text/event-stream";

    public static QueryParameter Seconds { get; } =
        new("seconds", typeof(int), "How long to stay, 0 to 3600; an hour unless said.");

    /// <summary>How long the caller wants to stay.</summary>
    public static TimeSpan StayOf(Query query) => TimeSpan.FromSeconds(query.Whole("seconds", 0, Longest) ?? Longest);

    /// <summary>The place of the last event that the caller has seen, where it says so.</summary>
    public T? LastOf<T>(Query query)
        where T : struct
    {
        if (query.Context.Request.Headers["Last-Event-ID"] is not [{ Length: > 0 } last])
            return null;
        if (cursors.TryOpen<T>(query.Context, last, out var place))
            return place;
        query.Errors.Add("Last-Event-ID", "cursor");
        return null;
    }

    /// <summary>Begins the answer, and ends it when what sends is through, or has to be.</summary>
    public async Task SendAsync(HttpContext http, TimeSpan stay, Func<EventStream, Task> sendAsync)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            server.ApplicationStopping
        );
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.Response.Body.FlushAsync(stop.Token);
            await sendAsync(new EventStream(http, cursors, clock, stay, Admitted(http), stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader has gone, or the server goes.
        }
        finally
        {
            // What it still waited for, nobody waits for any more.
            await stop.CancelAsync();
        }
    }

    // As long as the token would be let in: one that is a little too old is not told to go and let in again.
    private TimeSpan Admitted(HttpContext http) =>
        TokenRules.EndOf(http.User) is { } end ? end + Security.ClockSkew - clock.GetUtcNow() : TimeSpan.Zero;
}

/// <summary>One such answer, while it is sent.</summary>
internal sealed class EventStream(
    HttpContext http,
    Cursors cursors,
    TimeProvider clock,
    TimeSpan stay,
    TimeSpan admitted,
    CancellationToken stop
)
{
    // Shorter than the patience of the proxies between.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly long _started = clock.GetTimestamp();
    private readonly StringBuilder _text = new();
    private long _spoken = clock.GetTimestamp();

    /// <summary>Its end.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>Whether the caller's token would be let in still.</summary>
    public bool Admitted => clock.GetElapsedTime(_started) < admitted;

    /// <summary>Adds an event to what is sent next. Its id is sealed, for this reader and this path: a number of events is nobody's to see.</summary>
    public void Add<T>(string name, T place, string json)
        where T : struct =>
        _text
            .Append("id: ")
            .Append(cursors.Seal(http, place))
            .Append("\nevent: ")
            .Append(name)
            .Append("\ndata: ")
            .Append(json)
            .Append("\n\n");

    /// <summary>Sends what was added. A reader that does not take it is waited for.</summary>
    public async Task SendAsync()
    {
        if (_text.Length == 0)
            return;
        await http.Response.WriteAsync(_text.ToString(), Stop);
        await http.Response.Body.FlushAsync(Stop);
        _text.Clear();
        _spoken = clock.GetTimestamp();
    }

    /// <summary>
    /// Waits for what comes next; false where its time is over before. A sign of life is sent meanwhile, where the reader may
    /// still have what would come.
    /// </summary>
    public Task<bool> WaitAsync(Task next, Func<Task<bool>>? mayStayAsync = null) =>
        WaitAsync(next, stay < admitted ? stay : admitted, mayStayAsync);

    /// <summary>The same for what every reader is sent, however short it stays.</summary>
    public Task<bool> WaitForFirstAsync(Task first) => WaitAsync(first, admitted, null);

    private async Task<bool> WaitAsync(Task next, TimeSpan until, Func<Task<bool>>? mayStayAsync)
    {
        while (!next.IsCompleted)
        {
            var (left, silent) = (until - clock.GetElapsedTime(_started), clock.GetElapsedTime(_spoken));
            if (left <= TimeSpan.Zero)
                return false;
            if (silent >= Heartbeat)
            {
                if (mayStayAsync is not null && !await mayStayAsync())
                    return false;
                _text.Append(":\n\n");
                await SendAsync();
                continue;
            }
            var silence = Heartbeat - silent;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            await Task.WhenAny(next, Task.Delay(left < silence ? left : silence, clock, waiting.Token));
            await waiting.CancelAsync();
            Stop.ThrowIfCancellationRequested();
        }
        await next;
        return clock.GetElapsedTime(_started) < until;
    }
}

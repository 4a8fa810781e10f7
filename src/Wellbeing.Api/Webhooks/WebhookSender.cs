using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Wellbeing.Api.Webhooks;

/// <summary>Why no answer came.</summary>
internal enum DeliveryFailure
{
    /// <summary>Not in time.</summary>
    Timeout,

    /// <summary>The name is not known, nobody listens, or the connection broke or is not trusted.</summary>
    Unreachable,

    /// <summary>The name stands for no address that may be called.</summary>
    AddressRefused,
}

/// <summary>How an attempt ended: with an answer's status, or with none.</summary>
internal sealed record Attempt(int? Status, DeliveryFailure? Failure)
{
    /// <summary>How long the receiver asks to wait before the next attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Delivered => Status is >= 200 and < 300;

    /// <summary>The receiver says that nobody is to send here any more.</summary>
    public bool Gone => Status == StatusCodes.Status410Gone;
}

/// <summary>
/// Sends a message once. It follows no redirect, goes by no proxy, keeps no cookie, reads no answer beyond its headers, and
/// connects to no address that the policy closes.
/// </summary>
internal sealed class WebhookSender(WebhookSettings settings, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            // What a name stands for, and whether that may be called, is asked again with each new connection.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, stop) => ConnectAsync(context.DnsEndPoint, settings.Addresses, stop),
        }
    )
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    /// <param name="url">Whereto.</param>
    /// <param name="told">What.</param>
    /// <param name="secrets">Under which secrets it is signed.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Attempt> SendAsync(
        string url,
        WebhookPayload told,
        IReadOnlyList<string> secrets,
        CancellationToken stop
    )
    {
        var at = clock.GetUtcNow();
        var body = told.Write(settings.Source, out var contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.UserAgent.ParseAdd("Wellbeing-Webhooks");
        request.Headers.Add(Signature.IdHeader, $"{told.Id}");
        request.Headers.Add(Signature.TimeHeader, Signature.TimeOf(at));
        request.Headers.Add(Signature.Header, Signature.Of($"{told.Id}", at, body.Span, secrets));
        using var patience = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new((int)response.StatusCode, null)
            {
                RetryAfter = response.Headers.RetryAfter switch
                {
                    { Delta: { } delta } => delta,
                    { Date: { } date } => date - at,
                    _ => null,
                },
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, DeliveryFailure.Timeout);
        }
        catch (HttpRequestException failure)
        {
            return new(
                null,
                failure.InnerException is AddressRefusedException
                    ? DeliveryFailure.AddressRefused
                    : DeliveryFailure.Unreachable
            );
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, AddressPolicy addresses, CancellationToken stop)
    {
        IPAddress[] allowed = [.. (await Dns.GetHostAddressesAsync(to.Host, stop)).Where(addresses.Allows)];
        if (allowed.Length == 0)
            throw new AddressRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

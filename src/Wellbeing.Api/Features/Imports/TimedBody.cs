using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Wellbeing.Api.Hosting;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// An import's body, whose sender may neither pause nor take as long as it likes. The server's own least rate is an average:
/// after a fast beginning it would bear a pause of hours. Only the time counts in which the sender is waited for.
/// </summary>
internal sealed class TimedBody(HttpContext http, SenderDeadlines deadlines, long mostBytes) : ForwardStream
{
    public const string Idle = "import-idle";
    public const string TooLong = "import-too-long";
    public const string TooLarge = "import-too-large";

    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <summary>Lifts the limits of other bodies, and sets an import's.</summary>
    public static TimedBody Of(HttpContext http, SenderDeadlines deadlines, long mostBytes)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = mostBytes;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } arriving)
            arriving.MinDataRate = HasOwnRate(http) ? new MinDataRate(Http.LeastPerSecond, deadlines.Idle) : null;
        return new TimedBody(http, deadlines, mostBytes);
    }

    /// <summary>Whether a request's rates can be set: the streams of HTTP/2 share a connection and its rate.</summary>
    public static bool HasOwnRate(HttpContext http) =>
        HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = deadlines.Total - TimeProvider.System.GetElapsedTime(_started);
        if (left <= TimeSpan.Zero)
            throw Late(TooLong, deadlines.Total);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(left < deadlines.Idle ? left : deadlines.Idle);
        try
        {
            return await http.Request.Body.ReadAsync(buffer, late.Token);
        }
        catch (OperationCanceledException)
            when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw left < deadlines.Idle ? Late(TooLong, deadlines.Total) : Late(Idle, deadlines.Idle);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            throw Late(Idle, deadlines.Idle);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new ImportBrokenOffException(TooLarge, mostBytes);
        }
    }

    private static ImportBrokenOffException Late(string code, TimeSpan limit) => new(code, (long)limit.TotalSeconds);
}

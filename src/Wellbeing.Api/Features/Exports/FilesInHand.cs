using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Exports;

/// <summary>
/// The files that are being read and sent at once: a list keeps a connection, a workbook a thread, for as long as its reader
/// takes. So there are few, nobody has most of them, and none is waited for without an end.
/// </summary>
internal sealed class FilesInHand(ConcurrencyLimits concurrency, RequestLimits limits)
{
    /// <summary>Sends a file; 429 to a caller who has as many as one may, and where none is free within a few seconds.</summary>
    public async Task SendAsync(HttpContext http, Func<CancellationToken, Task> sendAsync)
    {
        using var turn = await concurrency.TakeAsync(http, RequestKind.Files);
        if (!turn.IsAcquired)
        {
            // Of what is not sent there is no tag.
            http.Response.Headers.ETag = default;
            await concurrency.Refusal(http, RequestKind.Files).ExecuteAsync(http);
            return;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        over.CancelAfter(limits.Files);
        try
        {
            await sendAsync(over.Token);
        }
        catch (OperationCanceledException)
            when (over.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                await Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable").ExecuteAsync(http);
            else
                http.Abort();
        }
    }
}

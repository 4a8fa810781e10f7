using System.Threading.RateLimiting;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Exports;

/// <summary>
/// The files that are being read and sent at once: a list keeps a connection, a workbook its buffers, for as long as its reader
/// takes. So there are few, and nobody has most of them.
/// </summary>
internal sealed class FilesInHand : IDisposable
{
    public const int AtOnce = 8;
    public const int OfOneCaller = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly PartitionedRateLimiter<Person> _ofCallers = PartitionedRateLimiter.Create<Person, Person>(caller =>
        RateLimitPartition.GetConcurrencyLimiter(
            caller,
            _ => new ConcurrencyLimiterOptions { PermitLimit = OfOneCaller }
        )
    );

    /// <summary>
    /// Sends a file: 429 to whoever has as many in hand as one may, 503 where none has been free for ten seconds.
    /// </summary>
    public async Task SendAsync(HttpContext http, Func<Task> sendAsync)
    {
        using var own = _ofCallers.AttemptAcquire(Caller.Of(http).Sub);
        if (!own.IsAcquired)
        {
            await RefuseAsync(http, StatusCodes.Status429TooManyRequests);
            return;
        }
        if (!await _free.WaitAsync(Patience, http.RequestAborted))
        {
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable);
            return;
        }
        try
        {
            await sendAsync();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _ofCallers.Dispose();
        _free.Dispose();
    }

    private static Task RefuseAsync(HttpContext http, int status)
    {
        // Of what is not sent there is no tag.
        http.Response.Headers.ETag = default;
        return Problems.Of(http, status, Problems.CodeOf(status)).ExecuteAsync(http);
    }
}

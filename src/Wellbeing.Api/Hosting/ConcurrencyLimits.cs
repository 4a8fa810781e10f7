using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// How many requests take the same at once, of one caller and in all. An endpoint that says what it takes
/// (<see cref="CountsAs"/>) gets its turn before it runs; one that finds out later asks for it.
/// </summary>
internal sealed class ConcurrencyLimits : IDisposable
{
    public const string Code = "too-many-at-once";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly RequestLimits _limits;
    private readonly PartitionedRateLimiter<(RequestKind Kind, object Caller)> _limiter;

    public ConcurrencyLimits(RequestLimits limits)
    {
        _limits = limits;
        _limiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<(RequestKind Kind, object Caller), (RequestKind, object)>(asked =>
                RateLimitPartition.GetConcurrencyLimiter(
                    asked,
                    key => Options(limits[key.Item1].PerCaller, limits[key.Item1].CallerQueue)
                )
            ),
            PartitionedRateLimiter.Create<(RequestKind Kind, object Caller), RequestKind>(asked =>
                limits[asked.Kind].InAll == int.MaxValue
                    ? RateLimitPartition.GetNoLimiter(asked.Kind)
                    : RateLimitPartition.GetConcurrencyLimiter(
                        asked.Kind,
                        kind => Options(limits[kind].InAll, limits[kind].Queue)
                    )
            )
        );
        // Disposed of here.
        ByEndpoint = _limiter.WithTranslatedKey<HttpContext>(http => (KindOf(http), CallerOf(http)), leaveOpen: true);
    }

    /// <summary>By what each endpoint says that it takes.</summary>
    public PartitionedRateLimiter<HttpContext> ByEndpoint { get; }

    /// <summary>A turn, which is over when it is disposed of; waits a little where others may soon be through.</summary>
    public async ValueTask<RateLimitLease> TakeAsync(HttpContext http, RequestKind kind)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        waiting.CancelAfter(Patience);
        try
        {
            return await _limiter.AcquireAsync((kind, CallerOf(http)), cancellationToken: waiting.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return NoTurn.Instance;
        }
    }

    /// <summary>429, with how many may be at once.</summary>
    public IResult Refusal(HttpContext http, RequestKind kind) =>
        Problems.Of(
            http,
            StatusCodes.Status429TooManyRequests,
            Code,
            ("caller", _limits[kind].PerCaller),
            ("all", _limits[kind].InAll)
        );

    /// <summary>Answers where the limiter let a request in no more.</summary>
    public ValueTask RejectAsync(OnRejectedContext rejected)
    {
        var (http, kind) = (rejected.HttpContext, KindOf(rejected.HttpContext));
        // A rate says when to try again; a number at once does not.
        var refusal =
            kind == RequestKind.Requests || rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out _)
                ? Problems.Of(http, StatusCodes.Status429TooManyRequests, "too-many-requests")
                : Refusal(http, kind);
        return new(refusal.ExecuteAsync(http));
    }

    // A person never equals an address, so that they never share a partition.
    public static object CallerOf(HttpContext http) =>
        (object?)http.Features.Get<Caller>()?.Sub ?? http.Connection.RemoteIpAddress ?? IPAddress.None;

    public void Dispose()
    {
        ByEndpoint.Dispose();
        _limiter.Dispose();
    }

    private static RequestKind KindOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<CountsAs>()?.Kind ?? RequestKind.Requests;

    private static ConcurrencyLimiterOptions Options(int permits, int queue) =>
        new() { PermitLimit = permits, QueueLimit = queue };

    private sealed class NoTurn : RateLimitLease
    {
        public static NoTurn Instance { get; } = new();

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}

/// <summary>What an endpoint's requests take.</summary>
internal sealed record CountsAs(RequestKind Kind);

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>The manners of every answer: limits, headers, and problems where the framework would say nothing.</summary>
internal static class Http
{
    /// <summary>The least bytes a second of a body, on average.</summary>
    public const double LeastPerSecond = 240;

    private const int ChunkFraming = 64 * 1024;

    /// <summary>The key of the items of a request that the rate limiter has let in.</summary>
    private static readonly object Admitted = new();
    private const string Varying = "Accept-Language, Authorization";
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; "
        + "base-uri 'self'; form-action 'self'; object-src 'none'";

    public static void AddWellbeingHttp(this WebApplicationBuilder builder)
    {
        // Requests are not logged: their paths and queries name officers.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its exceptions are logged by Faults, without their messages.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        var limits = new RequestLimits(builder.Configuration);
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<ConcurrencyLimits>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The server counts the framing of chunks as well.
            kestrel.Limits.MaxRequestBodySize = Body.Limit + ChunkFraming;
            Oversized.Configure(kestrel.Limits);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(LeastPerSecond, limits.Bodies.Idle);
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.Converters.Add(
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
            );
        });
        builder.Services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromSeconds(30),
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            }
        );
        builder
            .Services.AddRateLimiter(_ => { })
            .AddOptions<RateLimiterOptions>()
            .Configure<ConcurrencyLimits>(
                (rates, concurrency) =>
                    Limit(rates, concurrency, builder.Configuration.GetValue("RateLimit:PerSecond", 1000))
            );
        builder.AddHosts();
        builder.AddTransport();
        builder.AddOrigins();
    }

    public static void UseWellbeingHttp(this WebApplication app)
    {
        app.UseProxies();
        app.Use(Faults.CutAsync);
        app.Use(SetHeaders);
        app.UseExceptionHandler(Faults.Options);
        app.UseStatusCodePages(status =>
        {
            var code = status.HttpContext.Response.StatusCode;
            return Problems.Of(status.HttpContext, code, Problems.CodeOf(code)).ExecuteAsync(status.HttpContext);
        });
        app.UseHosts();
        app.UseTransport();
        app.Use(Oversized.CheckAsync);
        app.UseRouting();
        app.UseOrigins();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.Use(EndWaitAsync);
        app.UseRateLimiter();
        app.Use(AdmitAsync);
        app.UseRoles();
        app.Use(AnswerQuotaAsync);
        app.Use(Acceptable.CheckAsync);
    }

    // The rate limiter returns without an answer, and so with 200, where the request's timeout ends the wait for a turn. The
    // timeout is answered (503) by the exception that it waits for.
    private static async Task EndWaitAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Items.ContainsKey(Admitted) && !context.Response.HasStarted)
            context.RequestAborted.ThrowIfCancellationRequested();
    }

    private static Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[Admitted] = Admitted;
        return next(context);
    }

    // Here and not where an endpoint appends: none can forget it.
    private static async Task AnswerQuotaAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (QuotaUsedUpException used) when (!context.Response.HasStarted)
        {
            var clock = context.RequestServices.GetRequiredService<TimeProvider>();
            var seconds = Math.Max(1, Math.Ceiling((used.Until - clock.GetUtcNow()).TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Problems
                .Of(context, StatusCodes.Status429TooManyRequests, used.Code, ("max", used.Limit))
                .ExecuteAsync(context);
        }
    }

    private static void Limit(RateLimiterOptions limits, ConcurrencyLimits concurrency, int perSecond)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) => concurrency.RejectAsync(rejected);
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, object>(context =>
                RateLimitPartition.GetTokenBucketLimiter(ConcurrencyLimits.CallerOf(context), _ => Bucket(perSecond))
            ),
            concurrency.ByEndpoint
        );
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) =>
        new()
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };

    // When the answer starts, since an exception clears what was set before.
    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                var headers = context.Response.Headers;
                var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                // What is to be read as a page says itself what that may do.
                if (headers.ContentSecurityPolicy.Count == 0)
                    headers.ContentSecurityPolicy = isApi ? ApiPolicy : PagePolicy;
                if (headers.CacheControl.Count == 0)
                    headers.CacheControl = "no-store";
                if (isApi)
                    headers.Append("Vary", Chosen(context) ? $"Accept, {Varying}" : Varying);
                return Task.CompletedTask;
            },
            context
        );
        return next(context);
    }

    // Whether there are several forms, of which Accept chooses one.
    private static bool Chosen(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Operation>() is { Types.Count: > 1, Suffixes.Count: 0 };
}

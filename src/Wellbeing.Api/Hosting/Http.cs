using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>The manners of every answer: limits, headers, and problems where the framework would say nothing.</summary>
internal static class Http
{
    private const int ChunkFraming = 64 * 1024;
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
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The server counts the framing of chunks as well.
            kestrel.Limits.MaxRequestBodySize = Body.Limit + ChunkFraming;
            Oversized.Configure(kestrel.Limits);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
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
        builder.Services.AddRateLimiter(limits =>
            Limit(limits, builder.Configuration.GetValue("RateLimit:PerSecond", 1000))
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
        app.UseRateLimiter();
        app.UseRoles();
        app.Use(AnswerQuotaAsync);
        app.Use(Acceptable.CheckAsync);
    }

    /// <summary>The limit of what is answered for as long as somebody stays: so many at once a caller.</summary>
    public const string Followed = "followed";

    private const int MostFollowed = 32;

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

    private static void Limit(RateLimiterOptions limits, int perSecond)
    {
        limits.AddPolicy<object>(
            Followed,
            context =>
                RateLimitPartition.GetConcurrencyLimiter(
                    CallerOf(context),
                    _ => new ConcurrencyLimiterOptions { PermitLimit = MostFollowed }
                )
        );
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, object>(context =>
            RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => Bucket(perSecond))
        );
    }

    // A subject is a person, an address is none: they never share a partition.
    private static object CallerOf(HttpContext context) =>
        (object?)context.Features.Get<Caller>()?.Sub ?? context.Connection.RemoteIpAddress ?? IPAddress.None;

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

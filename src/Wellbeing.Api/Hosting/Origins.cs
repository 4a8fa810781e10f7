using Microsoft.Net.Http.Headers;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Pages of other origins: none, but those that <c>Cors:Origins</c> names. They bring a token in the request; credentials
/// of the browser are never taken.
/// </summary>
internal static class Origins
{
    public static void AddOrigins(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.List("Cors:Origins");
        if (origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
            throw new InvalidOperationException($"Cors:Origins: {wrong} is no origin such as https://desk.example.");
        if (origins.Count == 0)
            return;
        builder.Services.AddCors(cors =>
            cors.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins([.. origins])
                    .WithMethods(HttpMethods.Get, HttpMethods.Post)
                    .WithHeaders(
                        HeaderNames.AcceptLanguage,
                        HeaderNames.Authorization,
                        HeaderNames.ContentType,
                        HeaderNames.IfMatch,
                        HeaderNames.IfNoneMatch,
                        "Idempotency-Key"
                    )
                    .WithExposedHeaders(
                        HeaderNames.ETag,
                        HeaderNames.Link,
                        HeaderNames.Location,
                        HeaderNames.RetryAfter,
                        "X-Projection-Lag"
                    )
                    .DisallowCredentials()
                    .SetPreflightMaxAge(TimeSpan.FromHours(1))
            )
        );
    }

    public static void UseOrigins(this WebApplication app)
    {
        if (app.Configuration.List("Cors:Origins").Count > 0)
            app.UseCors();
    }

    /// <summary>A setting of several values: a list, or one line with commas.</summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string key) =>
        configuration.GetSection(key).Get<string[]>()
        ?? configuration[key]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}

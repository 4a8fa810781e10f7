using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Primitives;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Under which names the server answers: <c>AllowedHosts</c>. A name that the caller chooses would come back in a redirect, and lets a
/// page of another site reach a server inside (DNS rebinding). Probes are answered under any name, since monitors use addresses.
/// </summary>
internal static class Hosts
{
    // The loopback names serve a proxy on the same machine, and reach nothing from elsewhere.
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddHosts(this WebApplicationBuilder builder) =>
        // The platform's own filter knows no probes and answers without a problem document.
        builder.Services.PostConfigure<HostFilteringOptions>(filter => filter.AllowedHosts = ["*"]);

    public static void UseHosts(this WebApplication app)
    {
        var named = Named(app.Configuration);
        if (named.Count == 0 && app.Environment.IsDevelopment())
            return;
        if (named.Count == 0)
            app.Logger.LogWarning(
                "AllowedHosts names no host: requests are answered under the names of this machine alone (localhost, 127.0.0.1, [::1])."
            );
        if (named.Contains("*", StringComparer.Ordinal))
            return;
        IEnumerable<string> served = named.Count == 0 ? Loopback : named;
        StringSegment[] allowed = [.. served.Select(x => new StringSegment(x))];
        app.Use(
            (context, next) =>
                Health.IsProbe(context.Request.Path)
                || (context.Request.Host is { HasValue: true } host && HostString.MatchesAny(host.Host, allowed))
                    ? next(context)
                    : Problems.Of(context, StatusCodes.Status400BadRequest, "host-not-served").ExecuteAsync(context)
        );
    }

    /// <summary>The name to which plain requests are sent: <c>Https:Host</c>, else the first of the names that is one.</summary>
    public static string? Own(IConfiguration configuration) =>
        Named(configuration).FirstOrDefault(x => !x.Contains('*', StringComparison.Ordinal));

    // The platform takes semicolons here, the other settings of several values commas.
    private static List<string> Named(IConfiguration configuration)
    {
        var named = configuration
            .List("Https:Host")
            .Concat(configuration.List("AllowedHosts"))
            .SelectMany(x => x.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        return named.Find(x => !IsName(x)) is { } wrong
            ? throw new InvalidOperationException(
                $"AllowedHosts, Https:Host: {wrong} is no host such as desk.example or *.bureau.example."
            )
            : named.ConvertAll(x => new HostString(x).ToUriComponent());
    }

    private static bool IsName(string host) =>
        host == "*"
        || Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host)
            != UriHostNameType.Unknown;
}

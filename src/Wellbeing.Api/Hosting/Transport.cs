using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// HTTPS outside Development: what comes in plain is sent there, to the server's own name, and browsers keep to it. Who terminates TLS in front is
/// believed only where <c>Https:Proxies</c> names it.
/// </summary>
internal static class Transport
{
    private const string YearOfHttps = "max-age=31536000";

    public static void AddTransport(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpsRedirection(redirection =>
        {
            redirection.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
            redirection.HttpsPort = builder.Configuration.GetValue("Https:Port", 443);
        });
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As many as stand in a row; the first one that is not named ends the chain.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in Proxies(builder.Configuration))
                forwarded.KnownIPNetworks.Add(NetworkOf(proxy));
        });
    }

    /// <summary>Before everything that asks who calls, and by which scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (Proxies(app.Configuration).Count > 0)
            app.UseForwardedHeaders();
    }

    public static void UseTransport(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            return;
        app.Use(StayAsync);
        if (!app.Configuration.GetValue("Https:Redirect", defaultValue: true))
            return;
        var own = new HostString(
            Hosts.Own(app.Configuration)
                ?? throw new InvalidOperationException(
                    "Plain requests are redirected to HTTPS, and no setting says to which host: AllowedHosts or Https:Host has to name "
                        + "it, or Https:Redirect has to be false where TLS ends in front."
                )
        );
        app.UseWhen(
            context => !context.Request.IsHttps && !Health.IsProbe(context.Request.Path),
            plain =>
            {
                // Not to where the caller says that it is.
                plain.Use(
                    (context, next) =>
                    {
                        context.Request.Host = own;
                        return next(context);
                    }
                );
                plain.UseHttpsRedirection();
            }
        );
    }

    // When the answer starts, since an exception clears what was set before.
    private static Task StayAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.IsHttps)
            context.Response.OnStarting(
                static state =>
                {
                    ((HttpResponse)state).Headers.StrictTransportSecurity = YearOfHttps;
                    return Task.CompletedTask;
                },
                context.Response
            );
        return next(context);
    }

    private static IReadOnlyList<string> Proxies(IConfiguration configuration) => configuration.List("Https:Proxies");

    private static System.Net.IPNetwork NetworkOf(string proxy) =>
        IPAddress.TryParse(proxy, out var one) ? new(one, one.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(proxy, out var network) ? network
        : throw new InvalidOperationException($"Https:Proxies: {proxy} is neither an address nor a network.");
}

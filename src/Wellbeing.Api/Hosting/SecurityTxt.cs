using System.Globalization;
using System.Text;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Where a weakness of this installation is reported (RFC 9116): <c>/.well-known/security.txt</c>, by the operator's settings
/// <c>Security:Contact</c>, <c>Security:Policy</c> and <c>Security:Canonical</c>. Without a contact there is no such page.
/// </summary>
internal static class SecurityTxt
{
    public const string Path = "/.well-known/security.txt";

    // RFC 9116, 2.5.5 recommends less than a year: settings are looked at with each release.
    private static readonly TimeSpan Holds = TimeSpan.FromDays(180);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSecurityTxt(this WebApplication app)
    {
        var page = PageOf(app.Configuration);
        app.MapMethods(Path, Methods, context => AnswerAsync(context, page)).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task AnswerAsync(HttpContext context, string? page)
    {
        if (page is null)
        {
            var missing = StatusCodes.Status404NotFound;
            return Problems.Of(context, missing, Problems.CodeOf(missing)).ExecuteAsync(context);
        }
        // By the day, so that the page is the same all day.
        var expires = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.Date + Holds;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"{page}Expires: {expires:yyyy-MM-dd'T'HH:mm:ss'Z'}\n"),
            context.RequestAborted
        );
    }

    /// <summary>The page without its last line; null where there is nobody to report to.</summary>
    /// <exception cref="InvalidOperationException">A setting is no URI that the RFC allows there.</exception>
    private static string? PageOf(IConfiguration configuration)
    {
        var (contacts, page) = (configuration.List("Security:Contact"), new StringBuilder());
        foreach (var contact in contacts)
            Add(page, "Contact", "Security:Contact", contact, "mailto", "https", "tel");
        page.Append("Preferred-Languages: zh-CN, en\n");
        foreach (var name in new[] { "Canonical", "Policy" })
        {
            foreach (var uri in configuration.List($"Security:{name}"))
                Add(page, name, $"Security:{name}", uri, "https");
        }
        return contacts.Count == 0 ? null : page.ToString();
    }

    private static void Add(StringBuilder page, string field, string setting, string uri, params string[] schemes)
    {
        if (
            !Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
            || !schemes.Contains(parsed.Scheme, StringComparer.Ordinal)
            || !Uri.IsWellFormedUriString(uri, UriKind.Absolute)
        )
            throw new InvalidOperationException(
                $"{setting}: {uri} is no URI that begins with {string.Join(" or ", schemes.Select(x => $"{x}:"))}."
            );
        page.Append(CultureInfo.InvariantCulture, $"{field}: {uri}\n");
    }
}

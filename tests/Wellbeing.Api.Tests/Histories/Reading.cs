using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>A server with histories and trails of a test's database.</summary>
internal static class Reading
{
    public static Task<Site> ServeAsync(Database database, TimeProvider? clock = null)
    {
        var application = database.Application;
        return Site.StartAsync(
            services =>
            {
                services.AddSingleton(application);
                services.AddSingleton(Database.Calendar);
                services.AddSingleton(clock ?? TimeProvider.System);
                services.AddSingleton<Reaching>();
                services.AddAudit();
            },
            app =>
            {
                var api = app.MapGroup("/api/v1");
                api.MapHistories();
                api.MapAudit();
            },
            "--RateLimit:PerSecond=1000000"
        );
    }

    public static string As(this Site site, Role role, string? unit = null, string? badge = null) =>
        DevelopmentIssuer.Token(site.Home, role, unit, badge);

    /// <summary>The items of all pages, as they came.</summary>
    public static async Task<List<string>> AllAsync(this Site site, string path, string token, int limit)
    {
        var items = new List<string>();
        string? cursor = null;
        do
        {
            var link = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}";
            var page = (await site.GetAsync(cursor is null ? link : $"{link}&cursor={cursor}", token)).Json;
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetRawText()));
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);
        return items;
    }

    public static List<JsonElement> Items(this Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    public static string? Text(this JsonElement item, string field) => item.GetProperty(field).GetString();

    public static string Utc(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));
}

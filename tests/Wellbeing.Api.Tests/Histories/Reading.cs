using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>A server with the histories and trails of a test's database.</summary>
internal sealed class Reading : IAsyncDisposable
{
    private readonly Site _site;

    private Reading(Site site) => _site = site;

    public Uri Address => _site.Address;

    public static async Task<Reading> OfAsync(Database database, TimeProvider? clock = null)
    {
        var application = database.Application;
        return new Reading(
            await Site.StartAsync(
                services =>
                {
                    services.AddSingleton(application);
                    services.AddSingleton(Database.Calendar);
                    services.AddSingleton(clock ?? TimeProvider.System);
                    services.AddSingleton<AccessScopes>();
                    services.AddSingleton<Wellbeing.Api.EventStore.HistoryReads>();
                    services.AddSingleton<HighWater>();
                    services.AddSingleton<KnownEvents>();
                },
                app =>
                {
                    var api = app.MapGroup("/api/v1");
                    GetHistory.Map(api);
                    ReplayHistory.Map(api);
                    GetTrail.Map(api);
                    FindEvents.Map(api);
                },
                "--RateLimit:PerSecond=1000000"
            )
        );
    }

    public string As(Role role, string? unit = null, string? badge = null) =>
        DevelopmentIssuer.Token(_site.Home, role, unit, badge);

    public Task<Reply> GetAsync(string path, string token, params (string Name, string Value)[] headers) =>
        _site.GetAsync("/api/v1" + path, token, headers);

    /// <summary>The items of all pages, as they came.</summary>
    public async Task<List<string>> AllAsync(string path, string token, int limit)
    {
        var items = new List<string>();
        string? cursor = null;
        do
        {
            var link = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}";
            var page = (await GetAsync(cursor is null ? link : $"{link}&cursor={cursor}", token)).Json;
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetRawText()));
            cursor = page.GetProperty("next").GetString();
        } while (cursor is not null);
        return items;
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}

/// <summary>What tests look for in an answer.</summary>
internal static class Answers
{
    public static List<JsonElement> Items(this Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    public static IEnumerable<string?> Each(this Reply reply, string field) =>
        reply.Items().Select(x => x.TryGetProperty(field, out var value) ? value.ToString() : null);

    public static string Query(this DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));
}

using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>A server with the histories and trails of a test's database.</summary>
internal sealed class Reading : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly string _folder;

    private Reading(WebApplication app, string folder)
    {
        (_app, _folder) = (app, folder);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        _client = new HttpClient { BaseAddress = new Uri(addresses.First()) };
    }

    public static async Task<Reading> OfAsync(Database database, TimeProvider? clock = null)
    {
        var application = database.Application;
        var folder = Directory.CreateTempSubdirectory("wellbeing-reading-").FullName;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = folder,
                EnvironmentName = "Development",
                ApplicationName = typeof(Reaching).Assembly.GetName().Name,
                Args = ["--RateLimit:PerSecond=1000000"],
            }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddWellbeingHttp();
        builder.AddWellbeingSecurity();
        builder.AddWellbeingOpenApi();
        builder.Services.AddSingleton(new Cursors("a secret for tests"u8));
        builder.Services.AddSingleton(application);
        builder.Services.AddSingleton(Database.Calendar);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<Reaching>();
        builder.Services.AddSingleton<HighWater>();
        var app = builder.Build();
        app.UseWellbeingHttp();
        var api = app.MapGroup("/api/v1");
        GetHistory.Map(api);
        ReplayHistory.Map(api);
        GetTrail.Map(api);
        FindEvents.Map(api);
        await app.StartAsync();
        return new Reading(app, folder);
    }

    public string As(Role role, string? unit = null, string? badge = null) =>
        DevelopmentIssuer.Token(DevelopmentIssuer.Home(_folder), role, unit, badge);

    public async Task<Reply> GetAsync(string path, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

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

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>What tests look for in an answer.</summary>
internal static class Answers
{
    public static List<JsonElement> Items(this Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    public static IEnumerable<string?> Each(this Reply reply, string field) =>
        reply.Items().Select(x => x.TryGetProperty(field, out var value) ? value.ToString() : null);

    public static string Query(this DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O"));
}

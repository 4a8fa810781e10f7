using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Tests.Requests;

/// <summary>A small server with the API's manners and whatever endpoints a test maps.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly HttpClient _client;

    private Site(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(addresses.First()),
        };
    }

    public Written Log { get; private init; } = new();

    public Uri Address => _client.BaseAddress!;

    public string Home => DevelopmentIssuer.Home(_folder);

    public static Task<Site> StartAsync(Action<WebApplication> map, params string[] settings) =>
        StartAsync(_ => { }, map, settings);

    public static Task<Site> StartAsync(
        Action<IServiceCollection> add,
        Action<WebApplication> map,
        params string[] settings
    ) => StartAsync("Development", add, map, settings);

    public static Task<Site> StartInProductionAsync(Action<WebApplication> map, params string[] settings) =>
        StartAsync(
            "Production",
            _ => { },
            map,
            ["--Authentication:Authority=https://issuer.example", "--AllowedHosts=127.0.0.1", .. settings]
        );

    private static async Task<Site> StartAsync(
        string environment,
        Action<IServiceCollection> add,
        Action<WebApplication> map,
        string[] settings
    )
    {
        var log = new Written();
        var folder = Directory.CreateTempSubdirectory("wellbeing-site-").FullName;
        WebApplication? app = null;
        try
        {
            app = Build(folder, log, environment, settings, add);
            map(app);
            await app.StartAsync();
            return new Site(app, folder) { Log = log };
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public static WebApplication Build(
        string folder,
        ILoggerProvider log,
        string environment,
        string[] settings,
        Action<IServiceCollection>? add = null
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = folder,
                EnvironmentName = environment,
                ApplicationName = typeof(Body).Assembly.GetName().Name,
                Args = settings,
            }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddWellbeingHttp();
        builder.AddWellbeingSecurity();
        builder.AddWellbeingOpenApi();
        builder.Services.AddSingleton(new Cursors(() => new ByteKey(new byte[ByteKey.Size])));
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseWellbeingHttp();
        app.UseWellbeingOpenApi();
        return app;
    }

    public string Token(Role role, string? sub = null) => DevelopmentIssuer.Token(Home, role, sub: sub);

    public Task<Reply> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, token, null, headers);

    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? token,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(
    HttpStatusCode Status,
    HttpResponseHeaders Headers,
    HttpContentHeaders ContentHeaders,
    string Text
)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The code of a problem; null when it is not a problem as promised.</summary>
    public string? Code =>
        ContentHeaders.ContentType?.MediaType == Problems.ContentType
        && Json.GetProperty("status").GetInt32() == (int)Status
        && Json.GetProperty("title").GetString() is { Length: > 0 }
        && Json.GetProperty("detail").GetString() is { Length: > 0 }
        && Json.GetProperty("traceId").GetString() is { Length: > 0 }
        && Json.GetProperty("instance").GetString()![0] == '/'
            ? Json.GetProperty("type").GetString()!.Split('/')[^1]
            : null;

    public static async Task<Reply> OfAsync(HttpResponseMessage response) =>
        new(
            response.StatusCode,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsStringAsync()
        );
}

/// <summary>Keeps what is logged.</summary>
internal sealed class Written : ILoggerProvider, ILogger
{
    private readonly StringBuilder _text = new();

    public LogLevel Least { get; init; }

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= Least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel))
            return;
        lock (_text)
            _text.Append(formatter(state, exception)).Append(exception).AppendLine();
    }

    public void Dispose() { }
}

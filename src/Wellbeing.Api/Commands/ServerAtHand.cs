using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

/// <summary>The server that a command sends to: one that is named, that of this home if one runs, else one for the time.</summary>
internal sealed class ServerAtHand : IAsyncDisposable
{
    private readonly WebApplication? _own;

    private ServerAtHand(string address, WebApplication? own = null) => (Address, _own) = (new Uri(address), own);

    public Uri Address { get; }

    public static async Task<ServerAtHand> FindAsync(string? named, CancellationToken stop)
    {
        if ((named ?? await RunningAsync(stop)) is { } address)
            return new ServerAtHand(address);
        var app = Program.Build(["--urls", "http://127.0.0.1:0"]);
        await app.StartAsync(stop);
        return new ServerAtHand(app.Urls.First(), app);
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is null)
            return;
        await _own.StopAsync(CancellationToken.None);
        await _own.DisposeAsync();
    }

    /// <summary>The server of this home, if one runs and answers.</summary>
    private static async Task<string?> RunningAsync(CancellationToken stop)
    {
        var written = Path.Combine(DevelopmentIssuer.Home("."), "server.url");
        if (!File.Exists(written))
            return null;
        var address = (await File.ReadAllTextAsync(written, stop)).Trim();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await client.GetAsync(new Uri(address + "/livez"), stop);
            return answer.IsSuccessStatusCode ? address : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // A server that was killed leaves its address behind.
            return null;
        }
    }
}

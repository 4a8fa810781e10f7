using Xunit;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>A server that may call this machine and does not wait long between attempts.</summary>
public sealed class Telling : IAsyncLifetime
{
    private readonly Lazy<Task<Host.Running>> _server = new(() => Host.StartAsync(null, Settings));

    internal const int Attempts = 3;

    internal static (string, string)[] Settings { get; } =
    [
        ("Webhooks:AllowLoopback", "true"),
        ("Webhooks:Attempts", $"{Attempts}"),
        ("Webhooks:FirstDelay", "00:00:00.020"),
        ("Webhooks:LongestDelay", "00:00:00.100"),
        ("Webhooks:Timeout", "00:00:02"),
        ("Webhooks:Source", "urn:wellbeing:test"),
    ];

    internal Task<Host.Running> RunAsync() => Database.Available ? _server.Value : throw Database.Skip();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
            await (await _server.Value).DisposeAsync();
    }
}

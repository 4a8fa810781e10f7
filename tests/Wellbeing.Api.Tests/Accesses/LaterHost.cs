using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Wellbeing.Api.Tests.Accesses;

/// <summary>A server whose clock can be put forward.</summary>
public sealed class LaterHost : IAsyncLifetime
{
    private readonly Clock _clock = new();
    private Host.Running? _server;

    internal Host.Running Server => _server ?? throw Database.Skip();

    public async ValueTask InitializeAsync()
    {
        if (Database.Available)
            _server = await Host.StartAsync(services => services.AddSingleton<TimeProvider>(_clock));
    }

    internal void Pass(TimeSpan time) => _clock.Ahead += time;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    /// <summary>The system's clock, so many hours ahead; what waits for it waits no longer than usual.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}

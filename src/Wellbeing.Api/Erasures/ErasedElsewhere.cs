using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// Forgets the keys of those whom another node has erased, within a second: until then, and no longer than a key is
/// remembered anyway, this node could still open a text.
/// </summary>
internal sealed class ErasedElsewhere(KeyStore keys, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // A row's time is that of its transaction's start, which may be seen only later.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (since, heard) = (DateTimeOffset.MinValue, new HashSet<Guid>());
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                since = await keys.ForgetErasedAsync(since, heard, stoppingToken) is { } last ? last - Overlap : since;
            }
            catch (SealUnavailableException)
            {
                // /readyz says so; what is remembered expires by itself.
            }
        }
    }
}

using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// Forgets the keys of those whom another node has erased, a second after the erasure is on record at most: until then, and
/// no longer than a key is remembered anyway, this node could still open a text.
/// </summary>
internal sealed class ErasedElsewhere(KeyStore keys) : BackgroundService, IPolledDuty
{
    // A row's time is that of its transaction's start, which may be seen only later.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly CommitSignal _erased = new();
    private long _known = -1;
    private int _beats;

    public string Question => "SELECT count(*) FROM readmodels.mt_doc_officer WHERE erasure = 'erased'";

    public void Answered(long answer)
    {
        // Now and then without a reason too: a key may be gone whose erasure could not be put on record yet.
        if (answer == _known && ++_beats % 60 != 0)
            return;
        _known = answer;
        _erased.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (since, heard) = (DateTimeOffset.MinValue, new HashSet<Guid>());
        using var erased = _erased.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await erased.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            try
            {
                since = await keys.ForgetErasedAsync(since, heard, stoppingToken) is { } last ? last - Overlap : since;
            }
            catch (SealUnavailableException)
            {
                // /readyz says so; it is asked again at the next beat.
                _known = -1;
            }
        }
    }
}

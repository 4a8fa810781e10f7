namespace Wellbeing.Api.Verification;

/// <summary>
/// When an event says it was recorded, against when it came into the ledger. That it was recorded earlier cannot be told
/// from a time that somebody made up: it is dated, between two passes of the sequencer.
/// </summary>
internal sealed class DateCheck(bool strict, Findings findings)
{
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    /// <summary>By so much the clocks of two nodes may differ.</summary>
    public static readonly TimeSpan Clocks = TimeSpan.FromSeconds(10);

    /// <summary>How many events came late.</summary>
    public long DatedLate { get; private set; }

    public void Add(long leaf, EventPrint stored, DateTimeOffset? after, DateTimeOffset? until)
    {
        if (until is not { } covered)
            return;
        var ahead = stored.RecordedAt > covered + Clocks;
        if (!ahead && stored.RecordedAt >= covered - Late)
            return;
        var where = stored.Where with { Leaf = leaf, RecordedAt = stored.RecordedAt, After = after, Until = covered };
        if (ahead)
        {
            findings.Add("dated-ahead", where);
            return;
        }
        DatedLate++;
        if (strict)
            findings.Add("dated-late", where);
        else
            findings.Note("dated-late", where);
    }
}

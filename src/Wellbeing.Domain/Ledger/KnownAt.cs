namespace Wellbeing.Domain.Ledger;

/// <summary>
/// What was on record at a time, as the ledger has it. The ledger takes events in by batches, each with its time. An event
/// counts from when it was recorded, as far as the ledger vouches for that: from no earlier than <see cref="Trust" /> before
/// its batch, and from no later than its batch.
/// </summary>
/// <param name="Time">The time that is asked about.</param>
/// <param name="Certain">Leaves below this one were in the ledger by then.</param>
/// <param name="Possible">Leaves from this one on came into the ledger more than <see cref="Trust" /> later.</param>
/// <param name="Open">Whether an event that has no leaf yet may have been on record by then.</param>
public sealed record KnownAt(DateTimeOffset Time, long Certain, long Possible, bool Open)
{
    /// <summary>How much earlier than the ledger took it in an event may count as recorded.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(60);

    /// <summary>What was recorded by a time has come into the ledger by its horizon, or counts only from later.</summary>
    public static DateTimeOffset Horizon(DateTimeOffset time) =>
        time > DateTimeOffset.MaxValue - Trust ? DateTimeOffset.MaxValue : time + Trust;

    /// <summary>Decides it from how far the ledger had come.</summary>
    /// <param name="time">The time that is asked about.</param>
    /// <param name="now">The time of asking.</param>
    /// <param name="sizeThen">Size of the ledger at the time that is asked about.</param>
    /// <param name="sizeAtHorizon">Its size at the <see cref="Horizon" /> of that time.</param>
    /// <param name="last">When it last took events in; null while it has none.</param>
    public static KnownAt Of(
        DateTimeOffset time,
        DateTimeOffset now,
        long sizeThen,
        long sizeAtHorizon,
        DateTimeOffset? last
    )
    {
        var next = last > now ? last : now;
        // A batch of this moment would vouch for all that is not in the ledger yet.
        var near = next <= Horizon(time);
        return new(time, sizeThen, near ? long.MaxValue : sizeAtHorizon, near || last is null || last <= time);
    }

    /// <summary>Whether an event was on record.</summary>
    /// <param name="leaf">Its leaf; null while it has none.</param>
    /// <param name="recordedAt">When it was recorded, or an earlier event of its stream if that says later.</param>
    public bool Knows(long? leaf, DateTimeOffset recordedAt) =>
        leaf < Certain || ((leaf is { } place ? place < Possible : Open) && recordedAt <= Time);
}

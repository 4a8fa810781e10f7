namespace Wellbeing.Domain.Officers;

/// <summary>An officer's stay in a unit. Of two moves on one day the later version has the day: then the earlier stay is empty.</summary>
/// <param name="UnitCode">The unit.</param>
/// <param name="From">First day in it.</param>
/// <param name="Until">First day out of it, or null while it lasts.</param>
/// <param name="Reason">Why the officer moved there; null where the service began, or began anew.</param>
public sealed record Posting(string UnitCode, DateOnly From, DateOnly? Until = null, TransferReason? Reason = null)
{
    /// <summary>Whether the officer is in the unit on a day.</summary>
    public bool Covers(DateOnly day) => From <= day && (Until is null || day < Until);
}

/// <summary>A career: stays in units, in the order of their days, whatever was told when.</summary>
public static class Postings
{
    /// <summary>The stay that covers a day, or null where the officer did not serve on it.</summary>
    public static Posting? On(this IReadOnlyList<Posting> career, DateOnly day) =>
        career.LastOrDefault(x => x.Covers(day));

    /// <summary>The stay whose unit a fact of a day is counted to: outside of service the last one before, else the first.</summary>
    public static Posting Nearest(this IReadOnlyList<Posting> career, DateOnly day) =>
        career.On(day) ?? career.LastOrDefault(x => x.From <= day) ?? career[0];

    /// <summary>The career with a move on a day. A day before the first stay's counts as that stay's first day.</summary>
    public static IReadOnlyList<Posting> Moved(
        this IReadOnlyList<Posting> career,
        string unitCode,
        DateOnly on,
        TransferReason reason
    )
    {
        var day = on < career[0].From ? career[0].From : on;
        var place = career.Count(x => x.From <= day);
        var left = career[place - 1];
        return
        [
            .. career.Take(place - 1),
            left with
            {
                Until = left.Until < day ? left.Until : day,
            },
            new Posting(unitCode, day, left.Until < day ? null : left.Until, reason),
            .. career.Skip(place),
        ];
    }

    /// <summary>The career with a stay after it had ended.</summary>
    public static IReadOnlyList<Posting> Resumed(this IReadOnlyList<Posting> career, string unitCode, DateOnly on) =>
        [.. career, new Posting(unitCode, on)];

    /// <summary>The career when it ends on a day: stays that would begin later are empty.</summary>
    public static IReadOnlyList<Posting> Ended(this IReadOnlyList<Posting> career, DateOnly on) =>
        [.. career.Select(x => x.Until <= on ? x : x with { Until = x.From > on ? x.From : on })];
}

namespace Wellbeing.Domain.Honours;

/// <summary>
/// How many commendations met each event within a period; each count goes by its own event's day, whatever happened
/// before or later.
/// </summary>
/// <param name="Nominated">Nominated within the period.</param>
/// <param name="Approved">Approved within the period.</param>
/// <param name="Declined">Declined within the period.</param>
/// <param name="Conferred">Conferred within the period.</param>
/// <param name="Revoked">Revoked within the period.</param>
/// <param name="FrontlineApproved">Of those approved, how many name a frontline unit.</param>
public sealed record HonoursCounts(
    long Nominated,
    long Approved,
    long Declined,
    long Conferred,
    long Revoked,
    long FrontlineApproved
);

/// <summary>The officers who serve on a day, and how many of them in frontline units.</summary>
/// <param name="Serving">All of them.</param>
/// <param name="Frontline">Those in frontline units.</param>
public sealed record Headcount(long Serving, long Frontline);

/// <summary>A part of a whole.</summary>
public static class Share
{
    /// <summary>The part in the whole, 0 to 1 with four decimals; 0 where there is no whole.</summary>
    public static decimal Of(long part, long whole) =>
        whole == 0 ? 0 : Math.Round((decimal)part / whole, 4, MidpointRounding.AwayFromZero);
}

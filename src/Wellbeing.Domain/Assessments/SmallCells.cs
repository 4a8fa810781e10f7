namespace Wellbeing.Domain.Assessments;

/// <summary>
/// Counts of people by band as they may be told. Fewer than five are not told at all, none included; more are told as the
/// multiple of five that they reach, so that of two counts that differ by a few people the difference tells nothing of them.
/// </summary>
public static class SmallCells
{
    /// <summary>The fewest people who are told of.</summary>
    public const int Least = 5;

    /// <summary>How many people there are at least; null where there are fewer than <see cref="Least" />.</summary>
    public static int? AtLeast(int people) => people < Least ? null : people - (people % Least);
}

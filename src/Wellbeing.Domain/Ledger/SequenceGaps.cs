using System.Runtime.InteropServices;

namespace Wellbeing.Domain.Ledger;

/// <summary>Sequence numbers, both ends inclusive, of which no event was there when they were passed.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SequenceRange(long From, long To);

/// <summary>Which sequence numbers are missing. A number is drawn before its event commits, and lost if it does not.</summary>
public static class SequenceGaps
{
    /// <summary>The ranges between a number and the numbers that are there, up to the last of these.</summary>
    /// <param name="after">The number behind which to begin.</param>
    /// <param name="there">Numbers in ascending order, all above <paramref name="after" />.</param>
    public static IReadOnlyList<SequenceRange> Between(long after, IEnumerable<long> there)
    {
        var gaps = new List<SequenceRange>();
        foreach (var number in there)
        {
            if (number > after + 1)
                gaps.Add(new SequenceRange(after + 1, number - 1));
            after = number;
        }
        return gaps;
    }

    /// <summary>What is left of a range without the numbers that are there.</summary>
    /// <param name="range">The range.</param>
    /// <param name="there">Numbers inside it, in ascending order.</param>
    public static IReadOnlyList<SequenceRange> Without(SequenceRange range, IEnumerable<long> there) =>
        Between(range.From - 1, there.Append(range.To + 1));
}

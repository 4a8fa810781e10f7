using Shouldly;
using Wellbeing.Domain.Assessments;
using Xunit;

namespace Wellbeing.Domain.Tests.Assessments;

public sealed class SmallCellTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    [InlineData(10, 10)]
    [InlineData(804, 800)]
    public void fewer_than_five_are_not_told_and_more_in_steps_of_five(int people, int? told) =>
        SmallCells.AtLeast(people).ShouldBe(told);

    [Fact]
    public void of_a_unit_and_two_below_it_no_comparison_tells_any_number()
    {
        // Everything that could be true, by what would be told of it: the whole, and the two units below it.
        var worlds =
            from first in Enumerable.Range(0, 15)
            from second in Enumerable.Range(0, 15)
            from own in Enumerable.Range(0, 15)
            select (first, second, own);
        var told = worlds.GroupBy(x =>
            (SmallCells.AtLeast(x.first + x.second + x.own), SmallCells.AtLeast(x.first), SmallCells.AtLeast(x.second))
        );
        // Where the numbers end, an answer seems to say more than it does.
        foreach (
            var possible in told.Where(x =>
                x.Key.Item1 is null or <= 15 && x.Key.Item2 is null or 5 && x.Key.Item3 is null or 5
            )
        )
        {
            possible.Select(x => x.first).Distinct().Count().ShouldBeGreaterThan(1, $"{possible.Key}");
            possible.Select(x => x.second).Distinct().Count().ShouldBeGreaterThan(1, $"{possible.Key}");
            possible.Select(x => x.own).Distinct().Count().ShouldBeGreaterThan(1, $"{possible.Key}");
        }
    }
}

using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class SequenceGapsTests
{
    [Fact]
    public void what_is_missing_between_numbers_is_a_range_with_both_ends() =>
        SequenceGaps.Between(3, [4, 6, 10]).ShouldBe([new(5, 5), new(7, 9)]);

    [Fact]
    public void behind_the_last_number_nothing_is_missing_yet() => SequenceGaps.Between(3, []).ShouldBeEmpty();

    [Fact]
    public void what_came_is_taken_out_of_a_range() =>
        SequenceGaps.Without(new(5, 9), [5, 7]).ShouldBe([new(6, 6), new(8, 9)]);

    [Fact]
    public void a_range_of_which_all_came_is_no_more() => SequenceGaps.Without(new(5, 6), [5, 6]).ShouldBeEmpty();
}

using Shouldly;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Talks;
using Xunit;

namespace Wellbeing.Domain.Tests.Coverage;

public sealed class QuarterlyTalkScenarios
{
    [Theory]
    [InlineData(true, false, false, TalkDueResult.Held)]
    [InlineData(true, false, true, TalkDueResult.Held)]
    [InlineData(true, true, true, TalkDueResult.Held)]
    [InlineData(false, true, true, TalkDueResult.Late)]
    [InlineData(false, false, true, TalkDueResult.Missed)]
    [InlineData(false, false, false, TalkDueResult.Open)]
    public void a_talk_that_is_due_ends_in_one_way(bool inTime, bool late, bool over, TalkDueResult result) =>
        QuarterlyTalk.ResultOf(inTime, late, over).ShouldBe(result);

    [Fact]
    public void a_must_talk_does_not_stand_for_the_quarterly_one()
    {
        QuarterlyTalk.Counts(null).ShouldBeTrue();
        Enum.GetValues<TalkTrigger>().Where(x => QuarterlyTalk.Counts(x)).ShouldBe([TalkTrigger.Quarterly]);
    }
}

using Shouldly;
using Wellbeing.Domain.Suggestions;
using Xunit;
using static Wellbeing.Domain.Suggestions.SuggestionDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Suggestions;

public sealed class SuggestionScenarios
{
    /// <summary>What may be done to a suggestion, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                         adopt               decline             implement
            submitted    yes                 yes                 suggestion-not-adopted
            adopted      suggestion-decided  suggestion-decided  yes
            declined     suggestion-decided  suggestion-decided  suggestion-not-adopted
            implemented  suggestion-decided  suggestion-decided  suggestion-implemented
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_suggestion(string suggestion, string act, string answer) =>
        Asked(Standing(suggestion), act, own: false).ThenTheAnswerIs(answer);

    [Theory]
    [InlineData("submitted", "adopt")]
    [InlineData("submitted", "decline")]
    [InlineData("declined", "adopt")]
    public void nobody_decides_on_the_own_suggestion(string suggestion, string act) =>
        Asked(Standing(suggestion), act, own: true).ThenItIsRefused("own-request");

    [Theory]
    [InlineData(SuggestionKind.Idea)]
    [InlineData(SuggestionKind.Consultation)]
    [InlineData(SuggestionKind.ReliefMeasure)]
    public void when_a_suggestion_is_made_its_title_lists_it_and_its_text_is_in_the_event_alone(SuggestionKind kind)
    {
        var submitted = Given
            .Nothing<Suggestion>()
            .When(_ => Submit(Given.AColleague, "LAKE", kind, "One form", Sealed("we write the same twice")))
            .ThenItHappens(
                new SuggestionSubmitted(Colleague, "LAKE", kind, "One form", Sealed("we write the same twice"))
            );

        submitted.ShouldBe(
            new Suggestion(
                StreamId,
                SuggestionStatus.Submitted,
                Colleague,
                "LAKE",
                kind,
                "One form",
                Time("2023-07-03T02:00:00Z"),
                "political-officer-1"
            )
        );
        submitted.Open.ShouldBeTrue();
        Evolution.Concerned(submitted).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_a_suggestion_is_adopted_and_put_into_practice_each_step_is_kept()
    {
        var adopted = Given
            .ASuggestion.When(it => Adopt(it, "LAKE", "po-7", Day("2023-08-31"), own: false))
            .ThenItHappens(new SuggestionAdopted(Colleague, "LAKE", "po-7", Day("2023-08-31")));
        adopted.ShouldBe(
            Given.ASuggestion with
            {
                Status = SuggestionStatus.Adopted,
                DecidedBy = "political-officer-1",
                AdoptedAt = Time("2023-07-03T02:00:00Z"),
                Owner = "po-7",
                DueOn = Day("2023-08-31"),
            }
        );
        adopted.Open.ShouldBeTrue();

        var implemented = adopted
            .When(it => Implement(it, "LAKE", Day("2023-08-01"), Sealed("one form since")))
            .ThenItHappens(new SuggestionImplemented(Colleague, "LAKE", Day("2023-08-01"), Sealed("one form since")));
        implemented.ShouldBe(adopted with { Status = SuggestionStatus.Implemented, ImplementedOn = Day("2023-08-01") });
        implemented.Open.ShouldBeFalse();
    }

    [Fact]
    public void when_a_suggestion_is_not_adopted_it_is_closed()
    {
        var declined = Given
            .ASuggestion.When(it => Decline(it, "LAKE", Sealed("the law asks for both"), own: false))
            .ThenItHappens(new SuggestionDeclined(Colleague, "LAKE", Sealed("the law asks for both")));

        declined.Status.ShouldBe(SuggestionStatus.Declined);
        declined.DeclinedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        declined.Open.ShouldBeFalse();
    }

    private static Suggestion Standing(string standing)
    {
        var adopted = Given.ASuggestion.After(new SuggestionAdopted(Colleague, "RIVER", "po-7", null));
        return standing switch
        {
            "submitted" => Given.ASuggestion,
            "adopted" => adopted,
            "declined" => Given.ASuggestion.After(new SuggestionDeclined(Colleague, "RIVER", Sealed("not now"))),
            "implemented" => adopted.After(new SuggestionImplemented(Colleague, "RIVER", Day("2023-08-01"), null)),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
        };
    }

    private static Outcome<Suggestion> Asked(Suggestion suggestion, string act, bool own) =>
        suggestion.When(it =>
            act switch
            {
                "adopt" => Adopt(it, "RIVER", "po-7", null, own),
                "decline" => Decline(it, "RIVER", Sealed("not now"), own),
                "implement" => Implement(it, "RIVER", Day("2023-08-01"), null),
                _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
            }
        );
}

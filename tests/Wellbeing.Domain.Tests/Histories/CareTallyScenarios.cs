using Shouldly;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Tests.Interventions;
using Wellbeing.Domain.Tests.Talks;
using Wellbeing.Domain.Tests.Warnings;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Histories;

public sealed class CareTallyScenarios
{
    [Fact]
    public void when_nothing_is_on_record_nothing_is_counted() => CareTally.Of([]).ShouldBe(new CareTally());

    [Fact]
    public void when_talks_were_held_the_latest_by_its_own_time_is_the_last() =>
        CareTally
            .Of([HeldOn("2023-07-10"), HeldOn("2023-09-01"), HeldOn("2023-08-01")])
            .ShouldBe(new CareTally(TalksHeld: 3, LastTalkAt: Time("2023-09-01T02:00:00Z")));

    [Fact]
    public void when_a_talk_did_not_take_place_or_was_voided_it_does_not_count() =>
        CareTally
            .Of([
                HeldOn("2023-07-10"),
                HeldOn("2023-09-01").Voided(),
                Given.ATalk,
                Given.ATalk.Missed(),
                Given.ATalk.Cancelled(),
            ])
            .ShouldBe(new CareTally(TalksHeld: 1, LastTalkAt: Time("2023-07-10T02:00:00Z")));

    [Fact]
    public void when_warnings_are_open_the_highest_level_of_these_counts() =>
        CareTally
            .Of([
                Of(WarningLevel.Blue),
                Of(WarningLevel.Orange).Acknowledged(),
                Of(WarningLevel.Yellow).Acknowledged().AssignedTo("counsellor-3"),
                Of(WarningLevel.Red).Resolved(),
                Of(WarningLevel.Red).Dismissed(),
            ])
            .ShouldBe(new CareTally(OpenWarnings: 3, WarningLevel: WarningLevel.Orange));

    [Fact]
    public void when_the_open_warnings_are_of_the_lowest_level_that_is_a_level_too() =>
        CareTally.Of([Of(WarningLevel.Blue)]).WarningLevel.ShouldBe(WarningLevel.Blue);

    [Fact]
    public void when_a_warning_is_opened_again_it_counts_again() =>
        CareTally
            .Of([Of(WarningLevel.Red).Resolved().Reopened()])
            .ShouldBe(new CareTally(OpenWarnings: 1, WarningLevel: WarningLevel.Red));

    [Fact]
    public void when_an_intervention_is_interrupted_it_is_open_still() =>
        CareTally
            .Of([
                Given.AnIntervention,
                Given.AnIntervention.Suspended(),
                Given.AnIntervention.Completed(),
                Given.AnIntervention.Abandoned(),
            ])
            .ShouldBe(new CareTally(OpenInterventions: 2));

    [Fact]
    public void what_is_neither_talk_nor_warning_nor_intervention_does_not_count() =>
        CareTally.Of([Given.AnOfficer, Given.AUnit, Given.ACommendation]).ShouldBe(new CareTally());

    private static Talk HeldOn(string day) => Given.ATalk.Held() with { HeldAt = Time($"{day}T02:00:00Z") };

    private static Warning Of(WarningLevel level) => Given.AWarning with { Level = level };
}

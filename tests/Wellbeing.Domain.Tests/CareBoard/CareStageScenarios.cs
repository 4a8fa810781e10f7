using Shouldly;
using Wellbeing.Domain.CareBoard;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.CareBoard;

public sealed class CareStageScenarios
{
    private static readonly Guid Warning = new("01890a5d-ac98-7b60-9d5a-000000000001");
    private static readonly Guid Another = new("01890a5d-ac98-7b60-9d5a-000000000002");
    private static readonly Guid Help = new("01890a5d-ac98-7b60-9d5a-000000000003");
    private static readonly Guid Counsel = new("01890a5d-ac98-7b60-9d5a-000000000004");

    private CareReplay _replay = CareReplay.Empty;
    private readonly Dictionary<Guid, long> _versions = [];

    [Fact]
    public void when_nothing_is_open_nobody_is_under_care()
    {
        _replay.Episode.ShouldBeNull();
        Happens(1, Guid.NewGuid(), new TalkOmitted(Colleague, "RIVER", TalkTrigger.Quarterly, Day("2023-06-30")));
        _replay.Episode.ShouldBeNull();
    }

    [Fact]
    public void when_a_warning_is_raised_the_officer_is_noticed()
    {
        Raised(1, Warning, WarningLevel.Yellow);
        At(CareStage.Noticed, 1, 1, WarningLevel.Yellow, 1, 0);
    }

    [Fact]
    public void when_a_commander_takes_note_the_officer_is_classified()
    {
        Raised(1, Warning, WarningLevel.Yellow);
        Happens(3, Warning, new WarningAcknowledged(Colleague, "RIVER"));
        At(CareStage.Classified, 3, 1, WarningLevel.Yellow, 1, 0);
        // The stage is kept from when it was reached.
        Happens(4, Warning, new WarningAssigned(Colleague, "RIVER", "counsellor-1"));
        Happens(5, Warning, new WarningReclassified(Colleague, "RIVER", WarningLevel.Red, Sealed("Worse"), null, null));
        At(CareStage.Classified, 3, 1, WarningLevel.Red, 1, 0);
    }

    [Theory]
    [InlineData(InterventionKind.Counselling, CareStage.Counselled)]
    [InlineData(InterventionKind.Crisis, CareStage.Counselled)]
    [InlineData(InterventionKind.GroupCounselling, CareStage.Counselled)]
    [InlineData(InterventionKind.FamilyHelp, CareStage.Helped)]
    [InlineData(InterventionKind.Rest, CareStage.Helped)]
    public void what_is_done_for_an_officer_says_the_stage(InterventionKind kind, CareStage stage)
    {
        Opened(2, Help, kind);
        At(stage, 2, 2, null, 0, 1);
    }

    [Fact]
    public void when_help_ends_and_a_warning_stays_open_the_officer_remains_helped()
    {
        Raised(1, Warning, WarningLevel.Orange);
        Opened(2, Counsel, InterventionKind.Counselling);
        Opened(3, Help, InterventionKind.Schooling);
        Happens(4, Help, new InterventionCompleted(Colleague, "RIVER", InterventionOutcome.Improved, null));
        Happens(5, Counsel, new InterventionAbandoned(Colleague, "RIVER", Sealed("Moved")));
        At(CareStage.Helped, 3, 1, WarningLevel.Orange, 1, 0);
        // Another warning is no step back.
        Raised(6, Another, WarningLevel.Red);
        At(CareStage.Helped, 3, 1, WarningLevel.Red, 2, 0);
        Happens(7, Another, new WarningDismissed(Colleague, "RIVER", Sealed("Raised twice")));
        At(CareStage.Helped, 3, 1, WarningLevel.Orange, 1, 0);
    }

    [Fact]
    public void when_all_is_closed_care_ends_and_begins_anew_with_what_is_opened_again()
    {
        Raised(1, Warning, WarningLevel.Blue);
        Happens(2, Warning, new WarningAcknowledged(Colleague, "RIVER"));
        Happens(3, Warning, new WarningResolved(Colleague, "RIVER", WarningOutcome.Helped, null));
        _replay.Episode.ShouldBeNull();
        Happens(9, Warning, new WarningReopened(Colleague, "RIVER", Sealed("It came back"), null, null));
        At(CareStage.Noticed, 9, 9, WarningLevel.Blue, 1, 0);
    }

    [Fact]
    public void an_interrupted_intervention_is_still_care()
    {
        Opened(2, Help, InterventionKind.Hardship);
        Happens(3, Help, new InterventionSuspended(Colleague, "RIVER", Sealed("Away")));
        At(CareStage.Helped, 2, 2, null, 0, 1);
    }

    private void At(CareStage stage, int stageSince, int since, WarningLevel? level, int warnings, int interventions) =>
        _replay.Episode.ShouldBe(new CareEpisode(stage, On(stageSince), On(since), level, warnings, interventions));

    private void Raised(int day, Guid warning, WarningLevel level) =>
        Happens(
            day,
            warning,
            new WarningRaised(
                Colleague,
                "RIVER",
                CareCategory.Family,
                level,
                WarningSource.Peer,
                null,
                null,
                null,
                null,
                null
            )
        );

    private void Opened(int day, Guid intervention, InterventionKind kind) =>
        Happens(day, intervention, new InterventionOpened(Colleague, "RIVER", kind, "lead-1", [], null));

    private void Happens(int day, Guid stream, ICareEvent happened)
    {
        var version = _versions[stream] = _versions.GetValueOrDefault(stream) + 1;
        var kind = Catalogue.Of(happened).Stream;
        _replay = _replay.After(
            new RecordedEvent(EventId, stream, kind, version, On(day), On(day), "somebody", happened),
            Shanghai
        );
    }

    private static DateTimeOffset On(int day) => new(2023, 7, day, 2, 0, 0, TimeSpan.Zero);
}

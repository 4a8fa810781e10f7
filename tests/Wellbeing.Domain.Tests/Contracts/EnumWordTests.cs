using System.Text.Json;
using Shouldly;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.CareBoard;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Ledger;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Contracts;

/// <summary>The words in which choices are stored and sent. Adding one is free; changing or dropping one is not.</summary>
public sealed class EnumWordTests
{
    private static readonly Dictionary<Type, string> Spelled = new()
    {
        [typeof(StreamKind)] =
            "unit officer commendation talk warning intervention activity register review access policy assessment leave banquet "
            + "suggestion equipment",
        [typeof(CareCategory)] = "emotional family health financial conduct trauma workload career assessment",
        [typeof(PolicyMode)] = "refuse record",
        [typeof(UnitKind)] = "frontline headquarters support",
        [typeof(FacilityKind)] = "relaxationRoom trainingCorner other",
        [typeof(DismissalCause)] = "mistaken unfounded other",
        [typeof(OrderKind)] = "transfer promotion departure",
        [typeof(OrderFailure)] = "unitClosed nothingChanged alreadyDeparted",
        [typeof(TransferReason)] = "rotation promotion request secondment other",
        [typeof(TalentCategory)] =
            "writing calligraphyAndPainting music performingArts photography sport technology languages",
        [typeof(ContestOutcome)] = "corrected stands",
        [typeof(MilestoneKind)] = "oath yearsOfService honourableRetirement",
        [typeof(DepartureKind)] = "retired resigned transferredOut dismissed deceased other",
        [typeof(IdentityField)] = "name badgeNumber contact",
        [typeof(OfficerStatus)] = "serving departed erased",
        [typeof(ErasureBasis)] = "noLongerNeeded retentionEnded consentWithdrawn objection unlawful legalObligation",
        [typeof(RestrictionBasis)] = "accuracyContested unlawful legalClaim objection retentionRequired",
        [typeof(ErasureStatus)] = "proposed confirmed erased",
        [typeof(RecipientKind)] = "individual collective",
        [typeof(Deed)] = "majorEvent emergency majorCase hazardLead publicThanks pandemic fitness attendance other",
        [typeof(CommendationLevel)] = "commendation thirdClass secondClass firstClass honoraryTitle other",
        [typeof(Authority)] = "county city province ministry",
        [typeof(ReviewAdvice)] = "approve decline",
        [typeof(CommendationStatus)] = "nominated reviewed publicised approved declined conferred revoked",
        [typeof(TalkKind)] = "heartToHeart homeVisit familyLetter counselling other",
        [typeof(TalkTrigger)] = "quarterly postChange award discipline complaint conduct familyEvent request",
        [typeof(TalkStatus)] = "scheduled held missed cancelled omitted voided",
        [typeof(WarningLevel)] = "blue yellow orange red",
        [typeof(WarningSource)] = "talk assessment peer family self supervisor rule complaint",
        [typeof(WarningOutcome)] = "helped sustained unfounded other",
        [typeof(WarningStatus)] = "raised acknowledged assigned resolved dismissed",
        [typeof(DeadlineKind)] = "acknowledge intervene",
        [typeof(InterventionKind)] =
            "counselling crisis groupCounselling familyHelp schooling employment medicalCare seriousIllness dutyInjury "
            + "hardship reunion allowance dutyAdjustment rest",
        [typeof(InterventionStatus)] = "open suspended completed abandoned",
        [typeof(InterventionOutcome)] = "recovered improved unchanged worsened",
        [typeof(SessionMode)] = "inPerson telephone video homeVisit group other",
        [typeof(SessionProgress)] = "improved unchanged worsened",
        [typeof(ReferralTarget)] = "counsellor hospital psychiatry legalAid socialServices other",
        [typeof(Instrument)] = "PHQ-9 GAD-7 WHO-5 PCL-5 K10 PSS-10 SCL-90",
        [typeof(ScoreBand)] =
            "minimal mild moderate moderatelySevere severe adequate poor veryPoor low high negative positive",
        [typeof(AssessmentStatus)] = "assigned completed reviewed",
        [typeof(SymptomFactor)] =
            "somatisation obsessiveCompulsive interpersonalSensitivity depression anxiety hostility phobicAnxiety "
            + "paranoidIdeation psychoticism additional",
        [typeof(LeaveKind)] = "annual sick family marriage maternity paternity bereavement training other",
        [typeof(LeaveStatus)] = "requested approved declined started overstayed returned withdrawn",
        [typeof(BanquetOccasion)] = "wedding funeral birth promotion housewarming schooling other",
        [typeof(BanquetStatus)] = "declared reviewed withdrawn",
        [typeof(SuggestionKind)] = "idea consultation reliefMeasure",
        [typeof(SuggestionStatus)] = "submitted adopted declined implemented",
        [typeof(EquipmentItem)] =
            "baton handcuffs irritantSpray torch dutyKnife waterBottle firstAidKit dutyBelt cutResistantGloves bodyCamera "
            + "radio stabVest other",
        [typeof(EquipmentCondition)] = "good worn defective",
        [typeof(EquipmentStatus)] = "issued returned",
        [typeof(ActivityKind)] =
            "psychologyLecture course groupCounselling sport cultureCampaign ceremony rollCall weeklyMeeting "
            + "monthlyMeeting quarterlyAnalysis other",
        [typeof(ActivityStatus)] = "planned held",
        [typeof(RegisterStatus)] = "consolidated signed reopened",
        [typeof(RegisterChange)] = "added changed removed",
        [typeof(ReviewOutcome)] = "done partlyDone notDone",
        [typeof(AccessKind)] = "disclosure override export",
        [typeof(AccessVerdict)] = "justified unjustified",
        [typeof(CanonicalFault)] = "malformed number duplicateKey invalidString",
        [typeof(KeyKind)] = "note cosignature",
        [typeof(CareStage)] = "noticed classified counselled helped",
        [typeof(DeadlineResult)] = "kept missed pending lapsed",
        [typeof(TalkDueResult)] = "held late missed open",
        [typeof(WarningAge)] = "underThreeDays underSevenDays underThirtyDays thirtyDaysAndMore",
        [typeof(PolicyKind)] = "awards workingCalendar warningDeadlines rules",
        [typeof(ThresholdOf)] = "warnings concerns",
        [typeof(RecordOwner)] = "officer unit officerOrUnit bureau",
    };

    public static TheoryData<string> Enums { get; } =
    [
        .. typeof(ICareEvent)
            .Assembly.GetTypes()
            .Where(type => type is { IsEnum: true, IsPublic: true })
            .Select(type => type.Name),
    ];

    [Theory, MemberData(nameof(Enums))]
    public void every_choice_is_spelled_as_it_always_was_and_stands_where_it_always_stood(string name)
    {
        var type = Named(name);

        // Values come in the order of their numbers: a level or an authority that changed its rank shows.
        Enum.GetValues(type).Cast<object>().Select(Word).ShouldBe(Spelled[type].Split(' '));
    }

    [Theory, MemberData(nameof(Enums))]
    public void every_word_is_read_back_as_the_choice_it_was(string name)
    {
        foreach (var choice in Enum.GetValues(Named(name)))
            FromJson(Json(choice), choice.GetType()).ShouldBe(choice);
    }

    [Theory, MemberData(nameof(Enums))]
    public void nothing_but_one_of_the_words_is_read(string name)
    {
        var words = Spelled[Named(name)].Split(' ');
        var spelledOtherwise = Enum.GetNames(Named(name))
            .Concat(words)
            .SelectMany(x => new[] { x, x.ToUpperInvariant(), x.ToLowerInvariant() })
            .Except(words);
        string[] others = ["", "0", "1", "none of them", $"{words[0]}, {words[1]}", .. spelledOtherwise];
        foreach (var json in others.Select(other => $"\"{other}\"").Concat(["null", "1", "-1", "{}", "[]", "true"]))
            Should.Throw<JsonException>(() => FromJson(json, Named(name)), json);
    }

    [Fact]
    public void what_is_no_choice_is_not_written() => Should.Throw<JsonException>(() => Json((Authority)99));

    [Fact]
    public void a_choice_may_be_a_key() =>
        Json(new Dictionary<Authority, int> { [Authority.City] = 1 }).ShouldBe("""{"city":1}""");

    [Fact]
    public void a_streams_kind_is_one_word_wherever_it_is_written()
    {
        foreach (var kind in Enum.GetValues<StreamKind>())
            kind.Word().ShouldBe(Word(kind));
        Should.Throw<ArgumentOutOfRangeException>(() => ((StreamKind)99).Word());
    }

    private static Type Named(string name) =>
        Spelled.Keys.SingleOrDefault(type => type.Name == name)
        ?? throw new KeyNotFoundException($"{name} is new: list its words in {nameof(EnumWordTests)}.");

    private static string Word(object choice) => Json(choice).Trim('"');
}

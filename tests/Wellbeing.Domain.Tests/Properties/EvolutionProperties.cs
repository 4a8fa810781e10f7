using System.Collections;
using CsCheck;
using Shouldly;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Tests.Catalogues;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Properties;

public sealed class EvolutionProperties
{
    [Fact]
    public void whatever_is_decided_can_be_folded_again_and_gives_the_same() =>
        Lives.All.Sample(life => Texts(Fold(life.Events)).ShouldBe(Texts(life.States)));

    [Fact]
    public void what_was_stored_and_read_back_folds_to_the_same() =>
        Lives.All.Sample(life => Texts(Fold(life.Events.Select(StoredAndReadBack))).ShouldBe(Texts(life.States)));

    [Fact]
    public void a_state_that_was_stored_and_read_back_is_the_same() =>
        Lives.All.Sample(life =>
        {
            foreach (var state in life.States)
                // When its last event happened is stored beside the JSON.
                ShouldBeTheSame(
                    (RecordState)FromJson(Json(state), state.GetType())! with
                    {
                        OccurredAt = ((RecordState)state).OccurredAt,
                    },
                    state
                );
        });

    [Fact]
    public void a_state_that_was_stored_and_read_back_goes_on_like_the_live_one() =>
        Lives.All.Sample(life =>
        {
            foreach (var (before, next) in life.States.Zip(life.Events.Skip(1)))
                Json(Evolution.After(FromJson(Json(before), before.GetType()), next, Shanghai))
                    .ShouldBe(Json(Evolution.After(before, next, Shanghai)));
        });

    [Fact]
    public void an_event_leaves_the_state_before_it_as_it_was() =>
        Lives.All.Sample(life =>
        {
            foreach (var (before, next) in life.States.Zip(life.Events.Skip(1)))
            {
                var text = Json(before);
                Evolution.After(before, next, Shanghai);
                Json(before).ShouldBe(text);
            }
        });

    [Fact]
    public void every_event_is_listed_and_belongs_to_its_stream() =>
        Lives.All.Sample(life =>
        {
            life.Events.ShouldAllBe(happened => Catalogue.Of(happened.Data).Stream == happened.Stream);
            life.Events.Select(happened => happened.Stream).Distinct().ShouldHaveSingleItem();
            Catalogue.Of(life.Events[0].Data).Starts.ShouldBeTrue();
            life.Events.Skip(1).ShouldAllBe(happened => Catalogue.Of(happened.Data).Continues);
        });

    [Fact]
    public void only_an_event_that_may_start_a_stream_does() =>
        Lives.All.Sample(life =>
        {
            foreach (var happened in life.Events.Where(x => !Catalogue.Of(x.Data).Starts))
                Should.Throw<InvalidOperationException>(() => Evolution.After(null, happened, Shanghai));
        });

    [Fact]
    public void an_event_of_another_kind_of_stream_is_no_next_event() =>
        Gen.Select(Lives.All, Lives.All)
            .Where((one, other) => one.Events[0].Stream != other.Events[0].Stream)
            .Sample(
                (one, other) =>
                    Should.Throw<InvalidOperationException>(() =>
                        Evolution.After(one.States[^1], other.Events[^1], Shanghai)
                    )
            );

    [Fact]
    public void a_stream_starts_once_unless_its_first_event_may_continue_it() =>
        Lives.All.Sample(life =>
        {
            var again = () => Evolution.After(life.States[^1], life.Events[0], Shanghai);
            if (Catalogue.Of(life.Events[0].Data).Continues)
                Should.NotThrow(again);
            else
                Should.Throw<ArgumentOutOfRangeException>(again);
        });

    [Fact]
    public void a_breach_has_one_code_whether_it_refuses_or_is_recorded() =>
        Gen.Select(Lives.All, Draw.Any)
            .Sample(
                (life, any) =>
                {
                    foreach (var it in life.States.OfType<Commendation>().Where(x => x.Open))
                    {
                        var refused = Approve(it, any, PolicyMode.Refuse).Refusal;
                        var first = Approve(it, any, PolicyMode.Record).Events[0].Findings?[0];
                        (refused?.Code, refused?.Rule).ShouldBe((first?.Code, first?.Rule));
                    }
                }
            );

    [Fact]
    public void what_the_catalogue_says_is_always_there_is() =>
        Lives.All.Sample(life =>
        {
            foreach (var fact in life.Events.Select(happened => happened.Data))
            foreach (var field in EventField.Of(Catalogue.Of(fact)).Where(field => !field.Optional))
                field.Property.GetValue(fact).ShouldNotBeNull(field.Name);
        });

    [Fact]
    public void the_generated_lives_show_every_event_and_every_state()
    {
        var events = new HashSet<Type>();
        var states = new HashSet<object>();
        Lives.All.Sample(
            life =>
            {
                events.UnionWith(life.Events.Select(happened => happened.Data.GetType()));
                states.UnionWith(life.States.Select(Standing));
            },
            iter: 3_000,
            threads: 1
        );

        events.ShouldBe(Catalogue.All.Select(type => type.Type), ignoreOrder: true);
        states.ShouldBe(
            [
                .. Enum.GetValues<CommendationStatus>().Cast<object>(),
                .. Enum.GetValues<OfficerStatus>().Cast<object>(),
                .. Enum.GetValues<TalkStatus>().Cast<object>(),
                .. Enum.GetValues<WarningStatus>().Cast<object>(),
                .. Enum.GetValues<InterventionStatus>().Cast<object>(),
                .. Enum.GetValues<AssessmentStatus>().Cast<object>(),
                .. Enum.GetValues<LeaveStatus>().Cast<object>(),
                .. Enum.GetValues<BanquetStatus>().Cast<object>(),
                .. Enum.GetValues<SuggestionStatus>().Cast<object>(),
                .. Enum.GetValues<EquipmentStatus>().Cast<object>(),
                .. Enum.GetValues<ActivityStatus>().Cast<object>(),
                .. Enum.GetValues<RegisterStatus>().Cast<object>(),
                (nameof(Review), true),
                (nameof(Review), false),
                (AccessKind.Disclosure, false),
                (AccessKind.Export, false),
                (AccessKind.Override, true),
                (AccessKind.Override, false),
                .. Enum.GetValues<PolicyKind>().SelectMany(kind => new object[] { (kind, false), (kind, true) }),
                true,
                false,
            ],
            ignoreOrder: true
        );
    }

    // Records compare their lists by reference, and a list may come back as another kind of list.
    private static void ShouldBeTheSame(object? again, object? value)
    {
        if (value is IEnumerable and not string)
        {
            var items = again.ShouldBeAssignableTo<IEnumerable>()!.Cast<object>().ToList();
            items.Count.ShouldBe(((IEnumerable)value).Cast<object>().Count());
            foreach (var (one, other) in items.Zip(((IEnumerable)value).Cast<object>()))
                ShouldBeTheSame(one, other);
        }
        else if (value is SealedText or Enum || value?.GetType().Assembly != typeof(RecordedEvent).Assembly)
            again.ShouldBe(value);
        else
        {
            again.ShouldBeOfType(value.GetType());
            foreach (var property in value.GetType().GetProperties())
                ShouldBeTheSame(property.GetValue(again), property.GetValue(value));
        }
    }

    private static Decision Approve(Commendation it, Draw any, PolicyMode mode) =>
        CommendationDecisions.Approve(it, any.Approval, CommendationPolicies.Shipped, mode);

    private static object Standing(object state) =>
        state switch
        {
            Commendation commendation => commendation.Status,
            Officer officer => officer.Status,
            Unit unit => unit.Closed,
            Talk talk => talk.Status,
            Warning warning => warning.Status,
            Intervention intervention => intervention.Status,
            Assessment assessment => assessment.Status,
            Leave leave => leave.Status,
            Banquet banquet => banquet.Status,
            Suggestion suggestion => suggestion.Status,
            IssuedPiece piece => piece.Status,
            Activity activity => activity.Status,
            Register register => register.Status,
            Review review => (nameof(Review), review.Open),
            Access access => (access.Kind, access.Open),
            Policy policy => (policy.Kind, policy.Versions.Count > 1),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state.GetType().Name, null),
        };

    private static RecordedEvent StoredAndReadBack(RecordedEvent happened) =>
        happened with
        {
            Data = (ICareEvent)FromJson(Json(happened.Data), happened.Data.GetType()),
        };

    private static List<object> Fold(IEnumerable<RecordedEvent> events)
    {
        var states = new List<object>();
        foreach (var happened in events)
            states.Add(Evolution.After(states.LastOrDefault(), happened, Shanghai));
        return states;
    }

    private static List<string> Texts(IEnumerable<object> states) => [.. states.Select(Json)];
}

using Shouldly;
using Wellbeing.Domain.Commendations;
using Xunit;
using static Wellbeing.Domain.Commendations.CommendationDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Commendations;

public sealed class CommendationScenarios
{
    private static readonly Finding BeforeAppointment = new("before-appointment", "record-keeping");

    /// <summary>What may be done to a commendation, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                        review              publicise           approve          decline          confer             revoke
            nominated   yes                 yes                 yes              yes              not-approved       not-approved
            reviewed    already-reviewed    yes                 yes              yes              not-approved       not-approved
            publicised  already-publicised  already-publicised  yes              yes              not-approved       not-approved
            both        already-reviewed    already-publicised  yes              yes              not-approved       not-approved
            approved    already-decided     already-decided     already-decided  already-decided  yes                yes
            declined    already-decided     already-decided     already-decided  already-decided  not-approved       not-approved
            conferred   already-decided     already-decided     already-decided  already-decided  already-conferred  yes
            revoked     already-decided     already-decided     already-decided  already-decided  already-revoked    already-revoked
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_commendation(string commendation, string act, string answer)
    {
        var nominated = Given.ACommendation;
        var it = commendation switch
        {
            "nominated" => nominated,
            "reviewed" => nominated.Reviewed(),
            "publicised" => nominated.Publicised(),
            "both" => nominated.Reviewed().Publicised(),
            "approved" => nominated.Approved(),
            "declined" => nominated.Declined(),
            "conferred" => nominated.Approved().Conferred(),
            "revoked" => nominated.Approved().Revoked(),
            _ => throw new ArgumentOutOfRangeException(nameof(commendation), commendation, null),
        };

        it.When(x =>
                act switch
                {
                    "review" => Review(x, ReviewAdvice.Approve, null),
                    "publicise" => Publicise(x, Day("2023-04-03")),
                    "approve" => x.IsApproved(CommendationLevel.Commendation),
                    "decline" => Decline(x, Sealed("not enough")),
                    "confer" => Confer(x, Day("2023-08-01"), null, PolicyMode.Refuse),
                    "revoke" => Revoke(x, Sealed("was not so")),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_an_officer_is_nominated_the_nomination_is_open_and_in_the_officers_history()
    {
        var nominated = Given
            .Nothing<Commendation>()
            .When(_ => Nominate(Given.AnOfficer, "LAKE", ForTheFlood("2023-04-03")))
            .ThenItHappens(
                new CommendationNominated(
                    RecipientKind.Individual,
                    StreamId,
                    null,
                    null,
                    "LAKE",
                    "Flood rescue",
                    Deed.Emergency,
                    "flood-2023",
                    Sealed("held the dyke"),
                    Day("2023-04-03")
                )
            );

        nominated.Status.ShouldBe(CommendationStatus.Nominated);
        nominated.Open.ShouldBeTrue();
        nominated.RecipientId.ShouldBe(StreamId);
        nominated.CitationEvent.ShouldBe(EventId);
        nominated.NominatedOn.ShouldBe(Day("2023-04-03"));
        Evolution.Concerned(nominated).ShouldBe([StreamId]);
    }

    [Fact]
    public void when_there_is_no_citation_it_is_bound_to_no_event() => Given.ACommendation.CitationEvent.ShouldBeNull();

    [Fact]
    public void when_a_unit_is_nominated_it_is_in_the_history_of_each_officer_serving_there()
    {
        var nominated = Given
            .Nothing<Commendation>()
            .When(_ => Nominate(Given.AUnit, [StreamId, Colleague], ForTheFlood("2023-04-03")))
            .ThenItHappens(
                new CommendationNominated(
                    RecipientKind.Collective,
                    null,
                    [StreamId, Colleague],
                    Given.AUnit.Id,
                    "RIVER",
                    "Flood rescue",
                    Deed.Emergency,
                    "flood-2023",
                    Sealed("held the dyke"),
                    Day("2023-04-03")
                )
            );

        nominated.RecipientId.ShouldBe(Given.AUnit.Id);
        Evolution.Concerned(nominated).ShouldBe([StreamId, Colleague]);
    }

    [Fact]
    public void when_nobody_serves_in_a_nominated_unit_it_is_in_no_history() =>
        Evolution
            .Concerned(
                Given
                    .Nothing<Commendation>()
                    .When(_ => Nominate(Given.AUnit, [], ForTheFlood("2023-04-03")))
                    .ThenItHappens()
            )
            .ShouldBeEmpty();

    [Fact]
    public void when_a_nomination_is_reviewed_the_advice_is_kept_and_binds_nobody() =>
        Given
            .ACommendation.When(it => Review(it, ReviewAdvice.Decline, Sealed("a colleague did it")))
            .ThenItHappens(
                new CommendationReviewed(StreamId, "RIVER", ReviewAdvice.Decline, Sealed("a colleague did it"))
            )
            .When(it => it.IsApproved(CommendationLevel.Commendation))
            .ThenItHappens()
            .Advice.ShouldBe(ReviewAdvice.Decline);

    [Fact]
    public void when_a_nomination_is_made_public_its_first_day_is_kept() =>
        Given
            .ACommendation.Reviewed()
            .When(it => Publicise(it, Day("2023-04-10")))
            .ThenItHappens(new CommendationPublicised(StreamId, "RIVER", Day("2023-04-10")))
            .PublicisedOn.ShouldBe(Day("2023-04-10"));

    [Fact]
    public void when_a_nomination_is_approved_level_authority_and_basis_are_three_facts()
    {
        var approved = Given
            .ACommendation.Publicised()
            .When(it => it.IsApproved(CommendationLevel.SecondClass, by: Authority.Province))
            .ThenItHappens(
                new CommendationApproved(
                    StreamId,
                    "RIVER",
                    CommendationLevel.SecondClass,
                    Authority.Province,
                    "Order 135, article 9"
                )
            );

        approved.Status.ShouldBe(CommendationStatus.Approved);
        approved.Open.ShouldBeFalse();
        approved.Level.ShouldBe(CommendationLevel.SecondClass);
        approved.Authority.ShouldBe(Authority.Province);
        approved.LegalBasis.ShouldBe("Order 135, article 9");
        approved.Findings.ShouldBeNull();
    }

    [Fact]
    public void when_it_is_past_midnight_in_the_bureau_the_approval_counts_for_the_new_day() =>
        Given
            .ACommendation.After(Given.ACommendation.IsApproved(CommendationLevel.Commendation).Events[0], LateInJune)
            .ApprovedOn.ShouldBe(Day("2023-07-01"));

    [Fact]
    public void when_a_nomination_is_declined_its_day_is_kept()
    {
        var declined = Given
            .ACommendation.When(it => Decline(it, Sealed("not enough")))
            .ThenItHappens(new CommendationDeclined(StreamId, "RIVER", Sealed("not enough")));

        declined.Status.ShouldBe(CommendationStatus.Declined);
        declined.DeclinedOn.ShouldBe(Day("2023-07-03"));
        declined.ApprovedOn.ShouldBeNull();
    }

    [Fact]
    public void when_a_commendation_is_conferred_day_and_order_are_kept()
    {
        var conferred = Given
            .ACommendation.Approved()
            .When(it => Confer(it, Day("2023-08-01"), "No. 17", PolicyMode.Refuse))
            .ThenItHappens(new CommendationConferred(StreamId, "RIVER", Day("2023-08-01"), "No. 17"));

        conferred.Status.ShouldBe(CommendationStatus.Conferred);
        conferred.ConferredOn.ShouldBe(Day("2023-08-01"));
        conferred.OrderNumber.ShouldBe("No. 17");
    }

    /// <summary>The commendation was approved on 3 July.</summary>
    [Theory]
    [InlineData("2023-07-02", true)]
    [InlineData("2023-07-03", false)]
    public void a_commendation_is_conferred_on_the_day_of_its_approval_at_the_earliest(string day, bool early)
    {
        var approved = Given.ACommendation.Approved();
        approved.ApprovedOn.ShouldBe(Day("2023-07-03"));

        var asked = approved.When(it => Confer(it, Day(day), null, PolicyMode.Refuse));
        var told = approved.When(it => Confer(it, Day(day), null, PolicyMode.Record));

        if (!early)
        {
            asked.ThenItHappens();
            told.ThenItIsOnRecordWith();
            return;
        }
        asked.ThenItIsRefused("conferred-before-approved", "record-keeping");
        told.ThenItIsOnRecordWith(new Finding("conferred-before-approved", "record-keeping"))
            .Findings.ShouldBe([new Finding("conferred-before-approved", "record-keeping")]);
    }

    [Fact]
    public void when_a_conferred_commendation_is_revoked_it_stays_on_record_that_it_was_approved_and_conferred()
    {
        var revoked = Given
            .ACommendation.Approved()
            .Conferred()
            .When(it => Revoke(it, Sealed("was not so")))
            .ThenItHappens(new CommendationRevoked(StreamId, "RIVER", Sealed("was not so")));

        revoked.Status.ShouldBe(CommendationStatus.Revoked);
        revoked.RevokedOn.ShouldBe(Day("2023-07-03"));
        revoked.ApprovedOn.ShouldBe(Day("2023-07-03"));
        revoked.ConferredOn.ShouldBe(Day("2023-08-01"));
    }

    private const string LateInJune = "2023-06-30T16:00:00Z";

    private static Nomination ForTheFlood(string nominatedOn) =>
        new("Flood rescue", Deed.Emergency, "flood-2023", Sealed("held the dyke"), Day(nominatedOn));
}

using Shouldly;
using Wellbeing.Domain.Officers;
using Xunit;
using static Wellbeing.Domain.Officers.ErasureDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Officers;

public sealed class ErasureScenarios
{
    private static readonly DateTimeOffset Now = Time("2023-07-03T02:00:00Z");

    private static Officer Proposed { get; } =
        Given.AnOfficer.After(
            new ErasureProposed(Given.AnOfficer.Id, "RIVER", ErasureBasis.RetentionEnded, Now + Announced, null),
            by: "administrator-1"
        );

    [Fact]
    public void when_an_erasure_is_proposed_it_may_be_confirmed_after_30_days_of_announcement()
    {
        var proposed = Given
            .AnOfficer.When(x => Propose(x, ErasureBasis.RetentionEnded, null, own: false, default, Now, Announced))
            .ThenItHappens();
        proposed.Erasure!.ConfirmableFrom.ShouldBe(Now.AddDays(30));
        proposed.When(x => ByAuditor(x, Now.AddDays(30).AddTicks(-10))).ThenItIsRefused("announcement-runs");
        proposed
            .When(x => ByAuditor(x, Now.AddDays(30)))
            .ThenItHappens(new ErasureConfirmed(proposed.Id, "RIVER", ErasureBasis.RetentionEnded));
    }

    [Theory]
    [InlineData("administrator-1", false, "retentionEnded", "second-person-needed")]
    [InlineData("auditor-1", true, "retentionEnded", "own-erasure")]
    [InlineData("auditor-1", false, "unlawful", "other-basis")]
    [InlineData("auditor-1", false, "retentionEnded", "yes")]
    public void another_person_confirms_who_is_not_the_officer_and_names_the_law(
        string by,
        bool own,
        string basis,
        string answer
    ) =>
        Proposed
            .When(x => Confirm(x, Enum.Parse<ErasureBasis>(basis, ignoreCase: true), by, own, default, Now + Announced))
            .ThenTheAnswerIs(answer);

    [Theory]
    [InlineData("legal-hold")]
    [InlineData("contest-open")]
    [InlineData("complaint-open")]
    [InlineData("warning-open")]
    [InlineData("intervention-open")]
    public void while_something_is_open_an_erasure_is_neither_proposed_nor_confirmed(string what)
    {
        var open = new OpenCases(
            Warning: what is "warning-open" or "complaint-open",
            Intervention: what is "intervention-open",
            Complaint: what is "complaint-open"
        );
        var safeguards = what switch
        {
            "legal-hold" => new Safeguards(OnHold: true),
            _ => null,
        };
        IReadOnlyList<Guid>? contested = what == "contest-open" ? [Guid.NewGuid()] : null;
        (Given.AnOfficer with { Safeguards = safeguards, Contested = contested })
            .When(x => Propose(x, ErasureBasis.Unlawful, null, own: false, open, Now, Announced))
            .ThenItIsRefused(what);
        (Proposed with { Safeguards = safeguards, Contested = contested })
            .When(x => Confirm(x, ErasureBasis.RetentionEnded, "auditor-1", own: false, open, Now + Announced))
            .ThenItIsRefused(what);
    }

    [Fact]
    public void when_a_proposal_is_withdrawn_it_cannot_be_confirmed_and_may_be_made_anew()
    {
        var withdrawn = Proposed.When(x => Withdraw(x, null)).ThenItHappens();
        withdrawn.Erasure.ShouldBeNull();
        withdrawn.When(x => ByAuditor(x, Now + Announced)).ThenItIsRefused("no-erasure-proposed");
        withdrawn.When(x => Withdraw(x, null)).ThenItIsRefused("no-erasure-proposed");
        Proposed
            .When(x => Propose(x, ErasureBasis.Unlawful, null, own: false, default, Now, Announced))
            .ThenItIsRefused("erasure-pending");
        withdrawn
            .When(x => Propose(x, ErasureBasis.Unlawful, null, own: false, default, Now, Announced))
            .ThenItHappens();
    }

    [Fact]
    public void who_is_erased_is_told_from_who_left()
    {
        var erased = Proposed.After(new OfficerErased(Proposed.Id, "RIVER", ErasureBasis.RetentionEnded));
        erased.Status.ShouldBe(OfficerStatus.Erased);
        erased.Erasure!.Status.ShouldBe(ErasureStatus.Erased);
    }

    [Fact]
    public void a_restriction_and_a_hold_are_placed_once_and_lifted_once()
    {
        var restricted = Given
            .AnOfficer.When(x => Restrict(x, RestrictionBasis.AccuracyContested, null))
            .ThenItHappens();
        restricted.When(x => Restrict(x, RestrictionBasis.Unlawful, null)).ThenItIsRefused("already-restricted");
        var held = restricted.When(x => Hold(x, null)).ThenItHappens();
        held.When(x => Hold(x, null)).ThenItIsRefused("already-on-hold");
        var lifted = held.When(x => LiftRestriction(x, null)).ThenItHappens();
        lifted.Safeguards.ShouldBe(new Safeguards(OnHold: true));
        lifted.When(x => LiftRestriction(x, null)).ThenItIsRefused("not-restricted");
        var free = lifted.When(x => LiftHold(x, null)).ThenItHappens();
        free.ShouldBe(Given.AnOfficer);
        free.When(x => LiftHold(x, null)).ThenItIsRefused("not-on-hold");
    }

    [Theory]
    [InlineData(null, false, false, null)]
    [InlineData(ErasureStatus.Proposed, false, false, null)]
    [InlineData(ErasureStatus.Confirmed, false, true, "officer-erased")]
    [InlineData(ErasureStatus.Erased, true, false, "officer-erased")]
    [InlineData(null, true, false, "processing-restricted")]
    [InlineData(null, true, true, null)]
    public void what_is_withheld(ErasureStatus? erasure, bool restricted, bool own, string? code) =>
        Withheld(erasure, restricted, own).ShouldBe(code);

    private static Decision ByAuditor(Officer officer, DateTimeOffset now) =>
        Confirm(officer, ErasureBasis.RetentionEnded, "auditor-1", own: false, default, now);
}

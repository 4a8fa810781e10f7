using Shouldly;
using Wellbeing.Domain.Registers;
using Xunit;
using static Wellbeing.Domain.Registers.RegisterDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Registers;

public sealed class RegisterScenarios
{
    private const string Commander = "commander-1";

    private static readonly Month April = new(2023, 4);
    private static readonly RegisterTalk First = new(EventId, 1);
    private static readonly RegisterTalk Second = new(Colleague, 4);
    private static readonly LedgerPosition Ledger = new(1_842, "cm9vdA==", true);

    private static readonly Register Consolidated = Given
        .Nothing<Register>()
        .After(new RegisterConsolidated("RIVER", "2023-04", [First, Second]));

    private static readonly Register Signed = Consolidated.After(
        new RegisterSigned("RIVER", "2023-04", 1_842, "cm9vdA=="),
        by: Commander
    );

    private static readonly Register Reopened = Signed.After(new RegisterReopened("RIVER", "2023-04", "Late entries"));

    /// <summary>What may be done to a register, wherever it stands, while no talk has changed.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                          consolidate      sign               reopen
            consolidated  nothing-changed  yes                register-not-signed
            signed        register-signed  register-signed    yes
            reopened      yes              register-reopened  register-not-signed
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_register(string register, string act, string answer)
    {
        var it = register switch
        {
            "consolidated" => Consolidated,
            "signed" => Signed,
            "reopened" => Reopened,
            _ => throw new ArgumentOutOfRangeException(nameof(register), register, null),
        };

        it.When(x =>
                act switch
                {
                    "consolidate" => ConsolidateAgain(x, [First, Second]),
                    "sign" => Sign(x, [First, Second], Ledger, Commander),
                    "reopen" => Reopen(x, "Late entries"),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_a_month_is_over_its_talks_are_put_together_with_their_versions()
    {
        var it = Given
            .Nothing<Register>()
            .When(_ => Consolidate("RIVER", April, [First, Second], exists: false, Day("2023-05-01")))
            .ThenItHappens(new RegisterConsolidated("RIVER", "2023-04", [First, Second]));

        (it.Status, it.UnitCode, it.Period).ShouldBe((RegisterStatus.Consolidated, "RIVER", "2023-04"));
        it.Talks.ShouldBe([First, Second]);
        (it.ConsolidatedBy, it.ConsolidatedAt).ShouldBe(("political-officer-1", Time("2023-07-03T02:00:00Z")));
        it.SignedBy.ShouldBeNull();
    }

    [Fact]
    public void on_the_last_day_of_a_month_it_is_too_early() =>
        Given
            .Nothing<Register>()
            .When(_ => Consolidate("RIVER", April, [], exists: false, Day("2023-04-30")))
            .ThenItIsRefused("month-not-over");

    [Fact]
    public void when_there_is_a_register_of_the_month_there_is_no_second_one() =>
        Given
            .Nothing<Register>()
            .When(_ => Consolidate("RIVER", April, [], exists: true, Day("2023-05-01")))
            .ThenItIsRefused("register-exists");

    [Fact]
    public void when_a_register_is_signed_it_says_by_whom_and_at_which_place_of_the_ledger()
    {
        var decided = Consolidated.When(it => Sign(it, [Second, First], Ledger, Commander));
        decided.ThenItHappens(new RegisterSigned("RIVER", "2023-04", 1_842, "cm9vdA=="));

        (Signed.Status, Signed.SignedBy, Signed.LedgerSize, Signed.LedgerRoot).ShouldBe(
            (RegisterStatus.Signed, Commander, 1_842, "cm9vdA==")
        );
    }

    [Fact]
    public void who_put_it_together_does_not_sign_it() =>
        Consolidated
            .When(it => Sign(it, [First, Second], Ledger, "political-officer-1"))
            .ThenItIsRefused("second-person-needed");

    [Fact]
    public void when_the_ledger_does_not_hold_it_yet_it_is_not_signed() =>
        Consolidated
            .When(it => Sign(it, [First, Second], Ledger with { Covers = false }, Commander))
            .ThenItIsRefused("ledger-behind");

    [Fact]
    public void when_a_talk_came_changed_or_went_it_is_put_together_anew_before_it_is_signed()
    {
        var third = new RegisterTalk(StreamId, 1);
        IReadOnlyList<RegisterTalk>[] others =
        [
            [First, Second, third],
            [First, Second with { Version = 5 }],
            [First],
        ];
        foreach (var now in others)
        {
            Consolidated.When(it => Sign(it, now, Ledger, Commander)).ThenItIsRefused("register-outdated");
            Consolidated
                .When(it => ConsolidateAgain(it, now))
                .ThenItHappens(new RegisterConsolidated("RIVER", "2023-04", now))
                .When(it => Sign(it, now, Ledger, Commander))
                .ThenItHappens();
        }
    }

    [Fact]
    public void when_a_register_is_opened_again_it_is_signed_by_nobody_and_says_why()
    {
        Reopened.Status.ShouldBe(RegisterStatus.Reopened);
        (Reopened.SignedBy, Reopened.SignedAt, Reopened.LedgerSize, Reopened.LedgerRoot).ShouldBe(
            (null, null, null, null)
        );
        Reopened.Reason.ShouldBe("Late entries");
        Reopened.Talks.ShouldBe([First, Second]);
    }

    [Fact]
    public void what_became_of_each_talk_since_is_told()
    {
        var third = new RegisterTalk(StreamId, 1);

        Compare(Signed, [third, First with { Version = 2 }])
            .ShouldBe([
                (third, RegisterChange.Added),
                (First with { Version = 2 }, RegisterChange.Changed),
                (Second, RegisterChange.Removed),
            ]);
        Compare(Signed, [First, Second]).ShouldBe([(First, null), (Second, null)]);
        Compare(null, [First]).ShouldBe([(First, null)]);
    }

    [Theory]
    [InlineData("2023-04", "2023-04-01", "2023-04-30")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("0001-01", "0001-01-01", "0001-01-31")]
    public void a_month_is_its_days(string text, string first, string last)
    {
        var month = Month.Parse(text).ShouldNotBeNull();
        (month.First, month.Last).ShouldBe((Day(first), Day(last)));
        month.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("2023-13")]
    [InlineData("2023-4")]
    [InlineData("2023-00")]
    [InlineData("0000-01")]
    [InlineData("2023-04-01")]
    [InlineData("April")]
    [InlineData("")]
    public void what_is_no_month_is_not_taken_for_one(string text) => Month.Parse(text).ShouldBeNull();

    [Fact]
    public void a_register_is_in_no_officers_history() => Evolution.Concerned(Signed).ShouldBeEmpty();
}

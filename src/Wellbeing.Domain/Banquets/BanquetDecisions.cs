using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Banquets;

/// <summary>A banquet as it is declared.</summary>
/// <param name="Occasion">What for.</param>
/// <param name="HeldOn">On which day it is to take place.</param>
/// <param name="Guests">How many guests are asked.</param>
/// <param name="Venue">Where, sealed.</param>
/// <param name="Note">What else there is to say, sealed.</param>
public sealed record BanquetPlan(
    BanquetOccasion Occasion,
    DateOnly HeldOn,
    int Guests,
    SealedText? Venue,
    SealedText? Note
);

/// <summary>What may happen to a banquet report.</summary>
public static class BanquetDecisions
{
    /// <summary>The rule that a banquet is declared beforehand.</summary>
    public const string Beforehand = "declared before it takes place";

    /// <summary>
    /// Declares a banquet, on its day at the latest. Declared after its day it breaches policy:
    /// <c>banquet-already-held</c>.
    /// </summary>
    /// <param name="officer">Who gives it.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="plan">What is to take place.</param>
    /// <param name="declaredOn">The day on which it is declared, in the bureau's time zone.</param>
    /// <param name="mode">Whether a breach refuses or is recorded.</param>
    public static Decision Declare(
        Officer officer,
        string unitCode,
        BanquetPlan plan,
        DateOnly declaredOn,
        PolicyMode mode
    ) =>
        Decision.Of(
            new BanquetDeclared(officer.Id, unitCode, plan.Occasion, plan.HeldOn, plan.Guests, plan.Venue, plan.Note),
            plan.HeldOn < declaredOn ? [new Finding("banquet-already-held", Beforehand)] : [],
            mode
        );

    /// <summary>
    /// Takes note of a banquet. Refuses <c>own-request</c> where it is one's own, <c>banquet-reviewed</c>, and
    /// <c>banquet-withdrawn</c>.
    /// </summary>
    /// <param name="banquet">The banquet.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="remark">What there is to say to it, sealed.</param>
    /// <param name="own">Whether who takes note is the officer.</param>
    public static Decision Review(Banquet banquet, string unitCode, SealedText? remark, bool own) =>
        own ? Decision.Refuse("own-request")
        : banquet.Status == BanquetStatus.Reviewed ? Decision.Refuse("banquet-reviewed")
        : Withdrawn(banquet) ?? Decision.Of(new BanquetReviewed(banquet.OfficerId, unitCode, remark));

    /// <summary>
    /// Withdraws a report: the banquet does not take place. Refuses <c>banquet-withdrawn</c>, and
    /// <c>banquet-already-held</c> after its day.
    /// </summary>
    /// <param name="banquet">The banquet.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="reason">Why, sealed.</param>
    /// <param name="on">The day on which it is withdrawn, in the bureau's time zone.</param>
    public static Decision Withdraw(Banquet banquet, string unitCode, SealedText reason, DateOnly on) =>
        Withdrawn(banquet)
        ?? (
            banquet.HeldOn < on
                ? Decision.Refuse("banquet-already-held", Beforehand)
                : Decision.Of(new BanquetWithdrawn(banquet.OfficerId, unitCode, reason))
        );

    private static Decision? Withdrawn(Banquet banquet) =>
        banquet.Status == BanquetStatus.Withdrawn ? Decision.Refuse("banquet-withdrawn") : null;
}

using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Suggestions;

/// <summary>What may happen to a suggestion.</summary>
public static class SuggestionDecisions
{
    /// <summary>Makes a suggestion.</summary>
    /// <param name="officer">Whose it is.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="title">A label by which it is listed.</param>
    /// <param name="text">What it says, sealed.</param>
    public static Decision Submit(
        Officer officer,
        string unitCode,
        SuggestionKind kind,
        string title,
        SealedText text
    ) => Decision.Of(new SuggestionSubmitted(officer.Id, unitCode, kind, title, text));

    /// <summary>
    /// Adopts a suggestion. Refuses <c>own-request</c> where it is one's own, and <c>suggestion-decided</c>.
    /// </summary>
    /// <param name="it">The suggestion.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="owner">Opaque id of who is to put it into practice.</param>
    /// <param name="dueOn">By when.</param>
    /// <param name="own">Whether who decides is the officer.</param>
    /// <param name="findings">Breaches that are put on record with it.</param>
    public static Decision Adopt(
        Suggestion it,
        string unitCode,
        string owner,
        DateOnly? dueOn,
        bool own,
        IReadOnlyList<Finding>? findings = null
    ) =>
        Decided(it, own)
        ?? Decision.Of(new SuggestionAdopted(it.OfficerId, unitCode, owner, dueOn) { Findings = findings });

    /// <summary>Does not adopt a suggestion. Refuses as <see cref="Adopt" /> does.</summary>
    public static Decision Decline(Suggestion it, string unitCode, SealedText reason, bool own) =>
        Decided(it, own) ?? Decision.Of(new SuggestionDeclined(it.OfficerId, unitCode, reason));

    /// <summary>
    /// Records that a suggestion was put into practice. Refuses <c>suggestion-not-adopted</c>, and
    /// <c>suggestion-implemented</c>.
    /// </summary>
    public static Decision Implement(Suggestion it, string unitCode, DateOnly implementedOn, SealedText? result) =>
        it.Status switch
        {
            SuggestionStatus.Adopted => Decision.Of(
                new SuggestionImplemented(it.OfficerId, unitCode, implementedOn, result)
            ),
            SuggestionStatus.Implemented => Decision.Refuse("suggestion-implemented"),
            _ => Decision.Refuse("suggestion-not-adopted"),
        };

    private static Decision? Decided(Suggestion it, bool own) =>
        own ? Decision.Refuse("own-request")
        : it.Status == SuggestionStatus.Submitted ? null
        : Decision.Refuse("suggestion-decided");
}

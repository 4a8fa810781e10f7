namespace Wellbeing.Domain.Officers;

/// <summary>How an entry is contested, and a contest answered. Neither changes the entry.</summary>
public static class ContestDecisions
{
    /// <summary>Contests an entry. Refuses <c>already-contested</c> while the same one is contested and not answered.</summary>
    public static Decision Contest(Officer officer, Guid entryId, SealedText statement) =>
        officer.Contested?.Contains(entryId) == true
            ? Decision.Refuse("already-contested")
            : Decision.Of(new OfficerContested(officer.Id, officer.UnitCode, entryId, statement));

    /// <summary>
    /// Answers a contest. Refuses <c>not-contested</c>, <c>own-request</c> of the officer, and <c>own-entry</c> of who put the
    /// entry on record.
    /// </summary>
    public static Decision Answer(
        Officer officer,
        Guid entryId,
        ContestOutcome outcome,
        SealedText answer,
        bool ownRequest,
        bool ownEntry
    ) =>
        officer.Contested?.Contains(entryId) != true ? Decision.Refuse("not-contested")
        : ownRequest ? Decision.Refuse("own-request")
        : ownEntry ? Decision.Refuse("own-entry")
        : Decision.Of(new OfficerContestAnswered(officer.Id, officer.UnitCode, entryId, outcome, answer));
}

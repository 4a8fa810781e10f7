namespace Wellbeing.Domain.Officers;

/// <summary>What came of an officer's contest of an entry.</summary>
public enum ContestOutcome
{
    /// <summary>The officer is right; what is wrong has been put right by an entry of its own.</summary>
    Corrected,

    /// <summary>The entry stands, with the officer's statement beside it.</summary>
    Stands,
}

/// <summary>An officer says that an entry is wrong, and states how it was (GDPR Art. 16; PIPL Art. 46).</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="EntryId">Id of the event contested.</param>
/// <param name="Statement">The officer's own statement, which stays beside the entry.</param>
public sealed record OfficerContested(Guid? OfficerId, string? UnitCode, Guid EntryId, SealedText Statement)
    : CareEvent,
        IOfficerEvent;

/// <summary>A contest was answered.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="EntryId">Id of the event contested.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Answer">What the officer is told.</param>
public sealed record OfficerContestAnswered(
    Guid? OfficerId,
    string? UnitCode,
    Guid EntryId,
    ContestOutcome Outcome,
    SealedText Answer
) : CareEvent, IOfficerEvent;

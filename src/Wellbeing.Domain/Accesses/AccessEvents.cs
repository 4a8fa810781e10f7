namespace Wellbeing.Domain.Accesses;

/// <summary>What a review of an access beyond the usual reach comes to.</summary>
public enum AccessVerdict
{
    /// <summary>It was needed.</summary>
    Justified,

    /// <summary>It was not.</summary>
    Unjustified,
}

/// <summary>A fact of somebody's access to an officer's record.</summary>
public interface IAccessEvent : ICareEvent;

/// <summary>Sealed text was opened for somebody. It is on record before the text is sent.</summary>
/// <param name="OfficerId">Whom the text is about.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Stream">Kind of the stream that holds it.</param>
/// <param name="StreamId">That stream.</param>
/// <param name="Version">Version of that stream up to which it was opened.</param>
/// <param name="Fields">Names of the fields that were opened, each once.</param>
/// <param name="Texts">How many texts.</param>
/// <param name="Role">The role in which the reader read.</param>
/// <param name="Purpose">What for; shown in the access log without another disclosure.</param>
public sealed record RecordDisclosed(
    Guid? OfficerId,
    string? UnitCode,
    StreamKind Stream,
    Guid StreamId,
    long Version,
    IReadOnlyList<string> Fields,
    int Texts,
    string Role,
    SealedText Purpose
) : CareEvent, IAccessEvent;

/// <summary>A stream as it stood when a record was exported.</summary>
/// <param name="Stream">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version of its last event then.</param>
public sealed record ExportedStream(StreamKind Stream, Guid Id, long Version);

/// <summary>An officer's record was exported as a dossier. It is on record before the dossier is sent.</summary>
/// <param name="OfficerId">Whose record.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Manifest">SHA-256 of the dossier's manifest, lower-case hexadecimal.</param>
/// <param name="Streams">Every stream in it, and how far it goes.</param>
/// <param name="Role">The role in which it was exported.</param>
/// <param name="Purpose">What for; shown in the access log without a disclosure.</param>
public sealed record RecordExported(
    Guid? OfficerId,
    string? UnitCode,
    string Manifest,
    IReadOnlyList<ExportedStream> Streams,
    string Role,
    SealedText Purpose
) : CareEvent, IAccessEvent;

/// <summary>Somebody took access to a record beyond the usual reach, for a few hours (break-glass).</summary>
/// <param name="OfficerId">Whose record.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Role">The role in which it was taken.</param>
/// <param name="Reason">Why; shown in the access log without a disclosure.</param>
/// <param name="Until">When it ends.</param>
/// <param name="ReviewBy">Until when it has to be reviewed.</param>
public sealed record AccessOverridden(
    Guid? OfficerId,
    string? UnitCode,
    string Role,
    SealedText Reason,
    DateTimeOffset Until,
    DateTimeOffset ReviewBy
) : CareEvent, IAccessEvent;

/// <summary>An access beyond the usual reach was reviewed by somebody else.</summary>
/// <param name="OfficerId">Whose record it was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Verdict">What the review came to.</param>
/// <param name="Note">The same in words.</param>
public sealed record AccessReviewed(Guid? OfficerId, string? UnitCode, AccessVerdict Verdict, SealedText? Note)
    : CareEvent,
        IAccessEvent;

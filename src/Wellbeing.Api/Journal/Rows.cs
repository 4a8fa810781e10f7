using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Journal;

/// <summary>A stream's state after its last event, stored as it is answered.</summary>
internal sealed record StateRow<T>(Guid Id, long Version, T State, byte[] Json);

/// <summary>An officer's stay in a unit; <paramref name="UntilOn" /> is the first day out of it.</summary>
internal sealed record PostingRow(Guid OfficerId, int Ordinal, string UnitCode, DateOnly FromOn, DateOnly? UntilOn);

/// <summary>That an officer came to a unit; <paramref name="Ordinal" /> is the stay's.</summary>
internal sealed record TransferRow(
    Guid OfficerId,
    int Ordinal,
    string FromUnit,
    string ToUnit,
    TransferReason Reason,
    DateOnly EffectiveOn
);

/// <summary>That a talent of an officer was listed, the first of them with ordinal 1.</summary>
internal sealed record TalentRow(Guid OfficerId, int Ordinal, TalentCategory Category, DateTimeOffset ListedAt);

/// <summary>A deadline of a warning, with whom the warning is about and the unit of that time.</summary>
internal sealed record DeadlineRow(Guid WarningId, Guid OfficerId, string UnitCode, WarningDeadline Deadline);

/// <summary>An event in the history of one officer concerned.</summary>
internal sealed record HistoryRow(
    Guid OfficerId,
    DateTimeOffset OccurredAt,
    Guid EventId,
    DateTimeOffset RecordedAt,
    string Stream,
    byte[] Entry,
    long Seq = 0
);

/// <summary>That one record came from another: a warning from a talk, an intervention from a warning.</summary>
internal sealed record LinkRow(
    Guid FromId,
    StreamKind FromKind,
    Guid ToId,
    StreamKind ToKind,
    Guid OfficerId,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt
);

/// <summary>That an officer took part in an activity of a unit.</summary>
internal sealed record AttendanceRow(
    Guid ActivityId,
    Guid OfficerId,
    string UnitCode,
    ActivityKind Kind,
    DateTimeOffset HeldAt
);

/// <summary>Who an officer is; lies beside the events and can be erased.</summary>
internal sealed record IdentityRow(Guid OfficerId, string BadgeNumber, string Name, string? Contact, byte[] Salt)
{
    /// <summary>What the events keep of it.</summary>
    public string Commitment() => IdentityCommitment.Compute(Salt, OfficerId, Name, BadgeNumber, Contact);
}

/// <summary>A source system's stream (its key as HMAC) and ours.</summary>
internal sealed record SourceStreamRow(Guid Key, Guid StreamId);

/// <summary>How often somebody read an officer's history in a moment of a day of the bureau: a day's rows add up.</summary>
internal sealed record HistoryReadRow(
    Guid OfficerId,
    string Reader,
    DateOnly Day,
    string Role,
    long Reads,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    Guid Id
);

/// <summary>Somebody's mark that a notice was read.</summary>
internal sealed record NoticeReadRow(string Reader, Guid NoticeId, DateTimeOffset At);

/// <summary>The answer to a keyed request, kept for its repetition.</summary>
internal sealed record ReplyRow(
    Guid Key,
    byte[] Fingerprint,
    int Status,
    string? Location,
    byte[] Body,
    DateTimeOffset At
);

using System.Text.Json;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>Who puts something on record, and on whose behalf.</summary>
/// <param name="Actor">Opaque id of who did it; <c>source:…</c> for a source system's.</param>
/// <param name="Correlation">Id that ties together what one request did.</param>
/// <param name="RecordedBy">The token's subject where it is not the actor: an import's.</param>
/// <param name="Role">The role in which the actor acted.</param>
internal sealed record Author(string Actor, string? Correlation, string? RecordedBy = null, string? Role = null)
{
    /// <summary>True for what another system recorded in the past: no rule acts on it.</summary>
    public bool Historical => RecordedBy is not null;
}

/// <summary>An event that is about to be appended.</summary>
/// <param name="Id">Its id: v7, or v8 where it comes under a key.</param>
/// <param name="Data">The fact.</param>
/// <param name="OccurredAt">When it happened; whole microseconds.</param>
/// <param name="Fingerprint">HMAC of the content that came under the key, or null.</param>
internal sealed record NewEvent(Guid Id, ICareEvent Data, DateTimeOffset OccurredAt, string? Fingerprint = null)
{
    /// <summary>The fact as it is stored.</summary>
    public byte[] Utf8 => field ??= JsonSerializer.SerializeToUtf8Bytes(Data, Data.GetType(), CareJson.Options);
}

/// <summary>The key under which an answer is kept, with what it takes to give it again.</summary>
internal sealed record ReplyKey(Guid Key, byte[] Fingerprint, int Status, string? Location);

/// <summary>One stream's part of a transaction.</summary>
internal sealed record JournalEntry(
    StreamKind Stream,
    Guid StreamId,
    long ExpectedVersion,
    IRecordState? Before,
    IReadOnlyList<NewEvent> Events,
    Author Author
)
{
    /// <summary>The identity to store with it, for an officer enrolled or renamed.</summary>
    public IdentityRow? Identity { get; init; }

    /// <summary>The source system's stream that this one stands for, where it is new.</summary>
    public SourceStreamRow? Source { get; init; }

    /// <summary>The key under which the answer is to be kept.</summary>
    public ReplyKey? Reply { get; init; }
}

/// <summary>What every append is answered with.</summary>
internal sealed record Receipt(Guid Id, long Version, IReadOnlyList<string> Events, DateTimeOffset RecordedAt);

/// <summary>Why a transaction was not committed; nothing of it is stored.</summary>
internal enum Conflict
{
    /// <summary>The stream moved on.</summary>
    Version,

    /// <summary>The database could not get the locks that it needed in time: nobody changed the record, and the same may pass soon.</summary>
    Busy,

    /// <summary>An event with this id, and so under this key, is there already.</summary>
    Repeated,

    /// <summary>Another officer has the badge number.</summary>
    BadgeNumber,

    /// <summary>Another unit has the code.</summary>
    UnitCode,

    /// <summary>Another approved commendation rewards the deed.</summary>
    Deed,

    /// <summary>An officer has the piece of equipment with that number.</summary>
    Serial,

    /// <summary>Another leave of the officer was put on record at the same time.</summary>
    Leave,

    /// <summary>The unit has a register of that month, or a review of that quarter.</summary>
    Period,

    /// <summary>The same person's access to the same record waits for its review.</summary>
    Override,
}

/// <summary>A receipt, or the conflict that prevented it.</summary>
internal readonly record struct Appended(Receipt? Receipt, Conflict? Conflict);

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// A row of <c>mt_events</c> with every column that its leaf covers. Of the other two a leaf says that <c>is_archived</c> is
/// false and <c>bdata</c> is NULL by being there: an event of which that is not so is a finding.
/// </summary>
/// <param name="SeqId">Order in which sequence numbers were drawn.</param>
/// <param name="Id">The event's id.</param>
/// <param name="StreamId">The stream's.</param>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Data">The fact, JSON in UTF-8.</param>
/// <param name="Type">Stored name of its type.</param>
/// <param name="Timestamp">When it was recorded: UTC, microseconds since 1970.</param>
/// <param name="Headers">What is stored beside it, JSON in UTF-8; null for SQL NULL.</param>
/// <param name="UserName">Who did it.</param>
/// <param name="CorrelationId">What one request did.</param>
/// <param name="CausationId">Never written by this program.</param>
/// <param name="TenantId">The event store's constant.</param>
/// <param name="DotNetType">Never written by this program.</param>
public sealed record LedgerEvent(
    long SeqId,
    Guid Id,
    Guid? StreamId,
    long Version,
    ReadOnlyMemory<byte> Data,
    string Type,
    long Timestamp,
    ReadOnlyMemory<byte>? Headers,
    string? UserName,
    string? CorrelationId,
    string? CausationId = null,
    string? TenantId = LedgerEvent.DefaultTenant,
    string? DotNetType = null
)
{
    /// <summary>What the event store writes where there are no tenants.</summary>
    public const string DefaultTenant = "*DEFAULT*";

    /// <summary>The columns that a leaf covers, in the order of their names, which is that of its members.</summary>
    public static IReadOnlyList<string> Covered { get; } =
    [
        "causation_id",
        "correlation_id",
        "data",
        "headers",
        "id",
        "mt_dotnet_type",
        "seq_id",
        "stream_id",
        "tenant_id",
        "timestamp",
        "type",
        "user_name",
        "version",
    ];

    /// <summary>Columns that may hold one value only, and so need no place in a leaf.</summary>
    public static IReadOnlyList<string> Fixed { get; } = ["bdata", "is_archived"];
}

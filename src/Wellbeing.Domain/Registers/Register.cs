using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Registers;

/// <summary>Where a register stands.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "It is signed by a person.")]
public enum RegisterStatus
{
    /// <summary>Put together, to be signed.</summary>
    Consolidated,

    /// <summary>Signed.</summary>
    Signed,

    /// <summary>Opened again, to be put together anew.</summary>
    Reopened,
}

/// <summary>A unit's register of a month's talks as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Period">The month, <c>yyyy-MM</c>.</param>
/// <param name="Talks">The talks as they were last put together.</param>
/// <param name="ConsolidatedBy">Opaque id of who put them together.</param>
/// <param name="ConsolidatedAt">When.</param>
/// <param name="SignedBy">Opaque id of who signed it; null while nobody has.</param>
/// <param name="SignedAt">When.</param>
/// <param name="LedgerSize">How many leaves the ledger had then.</param>
/// <param name="LedgerRoot">Root of the tree over them, base64.</param>
/// <param name="Reason">Why it was last opened again.</param>
public sealed record Register(
    Guid Id,
    RegisterStatus Status,
    string UnitCode,
    string Period,
    IReadOnlyList<RegisterTalk> Talks,
    string ConsolidatedBy,
    DateTimeOffset ConsolidatedAt,
    string? SignedBy = null,
    DateTimeOffset? SignedAt = null,
    long? LedgerSize = null,
    string? LedgerRoot = null,
    string? Reason = null
) : RecordState, IRecordState<Register>
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>How many talks it lists.</summary>
    [JsonIgnore]
    public int TalkCount => Talks.Count;

    /// <summary>By what a register is listed: the first day of its month.</summary>
    [JsonIgnore]
    public DateTimeOffset At => NoonOf(Month.Parse(Period)!.First);

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("register_consolidated", typeof(RegisterConsolidated), StreamKind.Register, Starts: true),
        new("register_signed", typeof(RegisterSigned), StreamKind.Register),
        new("register_reopened", typeof(RegisterReopened), StreamKind.Register),
    ];

    /// <inheritdoc />
    public static Register Fold(Register? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (RegisterConsolidated)happened.Data) : before.Next(happened);

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Register Start(RecordedEvent first, RegisterConsolidated consolidated) =>
        new(
            first.StreamId,
            RegisterStatus.Consolidated,
            consolidated.UnitCode,
            consolidated.Period,
            consolidated.Talks,
            first.Actor,
            first.OccurredAt
        );

    /// <summary>The state after one more event.</summary>
    public Register Next(RecordedEvent happened) =>
        happened.Data switch
        {
            RegisterConsolidated x => this with
            {
                Status = RegisterStatus.Consolidated,
                Talks = x.Talks,
                ConsolidatedBy = happened.Actor,
                ConsolidatedAt = happened.OccurredAt,
            },
            RegisterSigned x => this with
            {
                Status = RegisterStatus.Signed,
                SignedBy = happened.Actor,
                SignedAt = happened.OccurredAt,
                LedgerSize = x.LedgerSize,
                LedgerRoot = x.LedgerRoot,
            },
            RegisterReopened x => this with
            {
                Status = RegisterStatus.Reopened,
                SignedBy = null,
                SignedAt = null,
                LedgerSize = null,
                LedgerRoot = null,
                Reason = x.Reason,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };
}

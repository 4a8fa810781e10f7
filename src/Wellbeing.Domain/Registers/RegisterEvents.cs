using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Registers;

/// <summary>A talk as a register holds it.</summary>
/// <param name="TalkId">The talk's stream.</param>
/// <param name="Version">Version of that stream when the register was consolidated.</param>
public sealed record RegisterTalk(Guid TalkId, long Version);

/// <summary>A fact of a register of talks, which is a unit's and not an officer's.</summary>
public interface IRegisterEvent : ICareEvent
{
    /// <inheritdoc />
    [JsonIgnore]
    Guid? ICareEvent.OfficerId => null;
}

/// <summary>The talks of a unit's month were put together, as the record had them.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Period">The month, <c>yyyy-MM</c>.</param>
/// <param name="Talks">All talks of the unit in that month, by when they took place or were to.</param>
public sealed record RegisterConsolidated(string UnitCode, string Period, IReadOnlyList<RegisterTalk> Talks)
    : CareEvent,
        IRegisterEvent;

/// <summary>A register was signed: so it stood, at that place of the ledger, which holds every talk in it.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Period">The month, <c>yyyy-MM</c>.</param>
/// <param name="LedgerSize">How many leaves the ledger had.</param>
/// <param name="LedgerRoot">Root of the tree over them, base64.</param>
public sealed record RegisterSigned(string UnitCode, string Period, long LedgerSize, string LedgerRoot)
    : CareEvent,
        IRegisterEvent;

/// <summary>A signed register was opened again, to be consolidated and signed anew; the signature stays on record.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Period">The month, <c>yyyy-MM</c>.</param>
/// <param name="Reason">Why; names nobody.</param>
public sealed record RegisterReopened(string UnitCode, string Period, string Reason) : CareEvent, IRegisterEvent;

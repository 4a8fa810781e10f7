using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Officers;

/// <summary>How far the erasure of an officer has come.</summary>
public enum ErasureStatus
{
    /// <summary>It is announced.</summary>
    Proposed,

    /// <summary>It is being done.</summary>
    Confirmed,

    /// <summary>It is done.</summary>
    Erased,
}

/// <summary>The erasure of an officer, from its proposal on.</summary>
/// <param name="Basis">The law on which.</param>
/// <param name="ProposedBy">Opaque id of who proposed it.</param>
/// <param name="ProposedAt">When it was proposed, and with that announced.</param>
/// <param name="ConfirmableFrom">From when on it may be confirmed.</param>
/// <param name="ConfirmedBy">Opaque id of who confirmed it.</param>
/// <param name="ConfirmedAt">When.</param>
/// <param name="ErasedAt">When it was done.</param>
public sealed record Erasure(
    ErasureBasis Basis,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset ConfirmableFrom,
    string? ConfirmedBy = null,
    DateTimeOffset? ConfirmedAt = null,
    DateTimeOffset? ErasedAt = null
)
{
    /// <summary>How far it has come.</summary>
    [JsonIgnore]
    public ErasureStatus Status =>
        ErasedAt is not null ? ErasureStatus.Erased
        : ConfirmedAt is not null ? ErasureStatus.Confirmed
        : ErasureStatus.Proposed;
}

/// <summary>What protects an officer's record.</summary>
/// <param name="Restricted">It is kept and not processed.</param>
/// <param name="OnHold">It is needed for proceedings.</param>
public sealed record Safeguards(bool Restricted = false, bool OnHold = false);

/// <summary>What is open about an officer.</summary>
/// <param name="Warning">A warning.</param>
/// <param name="Intervention">An intervention.</param>
/// <param name="Complaint">A warning that a complaint gave rise to.</param>
public readonly record struct OpenCases(bool Warning, bool Intervention, bool Complaint);

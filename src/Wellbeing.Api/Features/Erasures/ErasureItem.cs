using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An erasure, proposed or done.</summary>
/// <param name="OfficerId">Whose.</param>
/// <param name="UnitCode">The officer's unit.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Basis">The law on which.</param>
/// <param name="ProposedBy">Opaque id of who proposed it.</param>
/// <param name="ProposedAt">When, which is since when it is announced.</param>
/// <param name="ConfirmableFrom">From when on it may be confirmed.</param>
/// <param name="ConfirmedBy">Opaque id of who confirmed it.</param>
/// <param name="ConfirmedAt">When.</param>
/// <param name="ErasedAt">When it was done.</param>
internal sealed record ErasureItem(
    Guid OfficerId,
    string UnitCode,
    ErasureStatus Status,
    ErasureBasis Basis,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset ConfirmableFrom,
    string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? ErasedAt
)
{
    public static ErasureItem Of(Officer officer) =>
        new(
            officer.Id,
            officer.UnitCode,
            officer.Erasure!.Status,
            officer.Erasure.Basis,
            officer.Erasure.ProposedBy,
            officer.Erasure.ProposedAt,
            officer.Erasure.ConfirmableFrom,
            officer.Erasure.ConfirmedBy,
            officer.Erasure.ConfirmedAt,
            officer.Erasure.ErasedAt
        );
}

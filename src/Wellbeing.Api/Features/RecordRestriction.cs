using Npgsql;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>What an erasure or a restriction lets be done with an officer's record.</summary>
/// <param name="Erasure">How far an erasure has come; null for none.</param>
/// <param name="Restricted">Whether the record is kept and not processed.</param>
internal readonly record struct RecordRestriction(ErasureStatus? Erasure, bool Restricted)
{
    /// <summary>Whether the officer's texts are gone, or are about to be.</summary>
    public bool Erased => Erasure is ErasureStatus.Confirmed or ErasureStatus.Erased;

    /// <summary>Reads the columns <c>erasure</c> and <c>restricted</c> of an officer's row.</summary>
    public static RecordRestriction Of(NpgsqlDataReader row, int first) =>
        new(
            row.IsDBNull(first)
                ? null
                : row.GetString(first) switch
                {
                    "erased" => ErasureStatus.Erased,
                    "confirmed" => ErasureStatus.Confirmed,
                    _ => ErasureStatus.Proposed,
                },
            !row.IsDBNull(first + 1) && row.GetBoolean(first + 1)
        );

    public static RecordRestriction Of(Officer? officer) => new(officer?.Erasure?.Status, officer?.Restricted == true);

    /// <summary>Why nothing may be put on record, or null.</summary>
    public string? Withheld(UseCase useCase, bool own) =>
        ErasureDecisions.Withheld(Erasure, Restricted && !useCase.WhileRestricted, own);
}

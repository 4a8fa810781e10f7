namespace Wellbeing.Api.Features.Equipment;

/// <summary>What is asked of other pieces of equipment.</summary>
internal static class EquipmentQueries
{
    /// <summary>Whether an officer has the piece with a number, whoever it is.</summary>
    /// <param name="query">The query.</param>
    /// <param name="serial">The number as numbers are compared; null for none.</param>
    public static Loading<bool> IsHeld(this RecordQuery query, string? serial) =>
        query.AskOne(
            _ =>
                serial is null
                    ? null
                    : Statement.Of(
                        "SELECT EXISTS (SELECT FROM readmodels.mt_doc_equipment WHERE serial_key = $1 AND open)",
                        SqlParameter.Of(serial)
                    ),
            otherwise: false
        );
}

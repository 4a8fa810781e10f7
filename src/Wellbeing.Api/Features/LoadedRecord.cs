using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>A record as it was loaded.</summary>
/// <param name="State">Its state.</param>
/// <param name="Version">Its version.</param>
/// <param name="OccurredAt">When its last event happened.</param>
/// <param name="UnitNow">The officer's present unit, or the unit itself.</param>
/// <param name="Officer">The officer whom it is about, or null.</param>
/// <param name="Restriction">What an erasure or a restriction lets be done with the officer's record.</param>
internal sealed record LoadedRecord(
    IRecordState State,
    long Version,
    DateTimeOffset OccurredAt,
    string UnitNow,
    Officer? Officer,
    RecordRestriction Restriction
)
{
    /// <summary>The officer it is about, or null.</summary>
    public Guid? OfficerId => State.AboutOfficer;

    /// <summary>The unit that it belongs to on a day: that of its officer, else its own.</summary>
    public string UnitOn(DateOnly day) => Officer?.UnitOn(day) ?? UnitNow;

    /// <summary>Whether it is within reach: an award stays its unit's, and comes along with its officer.</summary>
    public bool Within(AccessScope reach) =>
        reach.Covers(UnitNow, OfficerId) || (State is Commendation award && reach.Covers(award.UnitCode, null));

    /// <summary>The record of a kind with an id, or null.</summary>
    public static async Task<LoadedRecord?> FindAsync(
        NpgsqlConnection database,
        RecordKind kind,
        Guid id,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand($"{kind.Select()} WHERE c.id = $1", database)
        {
            Parameters = { SqlParameter.Of(id) },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? Read(reader, kind) : null;
    }

    /// <summary>Reads what <see cref="RecordStates.Select" /> selects.</summary>
    public static LoadedRecord Read(NpgsqlDataReader row, RecordKind kind) =>
        new(
            // The fold goes on from the latest time, which lies beside the JSON.
            (IRecordState)(
                (RecordState)kind.Read(row.GetFieldValue<byte[]>(2)) with
                {
                    OccurredAt = row.GetFieldValue<DateTimeOffset>(1),
                }
            ),
            row.GetInt64(0),
            row.GetFieldValue<DateTimeOffset>(1),
            row.GetString(3),
            row.IsDBNull(6) ? null : row.State<Officer>(6),
            RecordRestriction.Of(row, 4)
        );
}

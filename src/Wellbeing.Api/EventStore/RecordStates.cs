using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>Where the states of records are stored, and how one is read.</summary>
internal static class RecordStates
{
    /// <summary>The table of the states of a kind.</summary>
    public static string Table(this RecordKind kind) => $"{Schemas.ReadModels}.mt_doc_{kind.Word}";

    /// <summary>The column that names the officer whom a record is about.</summary>
    public static string OfficerColumn(this RecordKind kind) => kind.IsSubject ? "id" : "officer_id";

    /// <summary>
    /// The record <c>c</c>: version, time, state, the unit that it belongs to now, and erasure, restriction and state of its
    /// officer. A WHERE follows.
    /// </summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="more">Columns that follow.</param>
    /// <param name="join">What is joined besides.</param>
    public static string Select(this RecordKind kind, string more = "", string join = "")
    {
        var officer = $"JOIN readmodels.mt_doc_officer AS o ON o.id = c.{kind.OfficerColumn()}";
        var (unit, person, owner) = kind.Owner switch
        {
            RecordOwner.Officer when kind.IsSubject => ("c.unit_code", "c.erasure, c.restricted, c.data", ""),
            RecordOwner.Officer => ("o.unit_code", "o.erasure, o.restricted, o.data", officer),
            RecordOwner.OfficerOrUnit => (
                "coalesce(o.unit_code, c.unit_code)",
                "o.erasure, o.restricted, o.data",
                $"LEFT {officer}"
            ),
            RecordOwner.Unit => ("c.unit_code", "NULL::text, NULL::boolean, NULL::jsonb", ""),
            _ => ("''", "NULL::text, NULL::boolean, NULL::jsonb", ""),
        };
        return $"SELECT c.mt_version, c.occurred_at, c.data, {unit}, {person}{more} FROM {kind.Table()} AS c {owner} {join}";
    }

    /// <summary>Reads the state that a column holds.</summary>
    public static TState State<TState>(this NpgsqlDataReader row, int column)
        where TState : IRecordState => Of<TState>(row.GetFieldValue<byte[]>(column));

    /// <summary>Reads the state that a statement selects, or null where it finds none.</summary>
    public static async Task<TState?> StateAsync<TState>(this NpgsqlDataReader rows, CancellationToken stop)
        where TState : class, IRecordState => await rows.ReadAsync(stop) ? rows.State<TState>(0) : null;

    /// <summary>A state as it is stored.</summary>
    public static TState Of<TState>(ReadOnlySpan<byte> json)
        where TState : IRecordState => JsonSerializer.Deserialize<TState>(json, CareJson.Options)!;
}

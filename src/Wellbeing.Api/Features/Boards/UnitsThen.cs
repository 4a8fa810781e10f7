using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Boards;

/// <summary>Reads units as they stood at a time: a bureau has few, so that all their events are folded.</summary>
internal sealed class UnitsThen(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>Whether a unit has both a relaxation room and a training corner (减压室、健身角).</summary>
    public static bool Equipped(Unit unit) =>
        unit.Facilities.Contains(FacilityKind.RelaxationRoom) && unit.Facilities.Contains(FacilityKind.TrainingCorner);

    /// <summary>The units by code, of one kind where one is named.</summary>
    public async Task<List<Unit>> ReadAsync(Scope scope, UnitKind? kind, CancellationToken stop)
    {
        var where = new SqlFilter();
        where.AndWithin(scope.Reach);
        where.AndWithin(scope.Unit);
        where.AndIf("kind = {0}", EnumNames.Of(kind));
        var until = where.Add(scope.AsOf.Until);
        await using var command = database.CreateCommand(
            $"SELECT {RecordedEvents.Columns} FROM readmodels.mt_doc_unit AS u {EventsThen.Of("u.id", until)} "
                + $"WHERE {where} ORDER BY e.stream_id, e.version"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var states = await EventsThen.FoldAsync(reader, calendar, stop);
        return [.. states.Values.Cast<Unit>().OrderBy(x => x.UnitCode, StringComparer.Ordinal)];
    }
}

using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>What a question about readiness asks: at the end of which day, and in which unit with those below it.</summary>
internal sealed record ReadinessQuestion(DateOnly Day, string? Unit)
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("unit", typeof(string), "Code of a unit of that day: it and the units below it."),
        new("asOf", typeof(DateOnly), "The day (the bureau's) or a time on it; today without it.")
        {
            Or = typeof(DateTimeOffset),
        },
    ];

    public static ReadinessQuestion Of(Query query, BureauCalendar calendar, TimeProvider clock)
    {
        var asOf = TimeRange.DayOrTime(query, "asOf", day => TimeRange.StartOf(day, calendar));
        return new(calendar.DayOf(asOf ?? clock.GetUtcNow()), query.Text("unit"));
    }

    /// <summary>The list of the officers who are ready, or are not.</summary>
    public string List(bool ready) =>
        Link.To("equipment/readiness/officers", ("ready", ready ? "true" : "false"), ("asOf", Day), ("unit", Unit));
}

/// <summary>
/// Officers who serve on a day, each with the items of the standard list in force of which too few are there and fit for use:
/// what figures and their lists share.
/// </summary>
internal static class Readiness
{
    /// <summary>
    /// A statement that begins with <c>missing (officer_id, unit_code, items)</c>, whose items are null for who is ready.
    /// </summary>
    /// <param name="asked">The question.</param>
    /// <param name="reach">Whom the reader reaches: a record that is not to be processed is for those who reach all.</param>
    /// <param name="rest">The rest of the statement, from its parameters.</param>
    public static NpgsqlBatchCommand Statement(ReadinessQuestion asked, AccessScope reach, Func<SqlFilter, string> rest)
    {
        var where = Honoured.On(asked.Day, asked.Unit);
        where.AndWithin(reach);
        if (!reach.IsEverything)
            where.And(
                "NOT EXISTS (SELECT FROM readmodels.mt_doc_officer AS r WHERE r.id = p.officer_id AND r.restricted IS TRUE)"
            );
        var needed = EquipmentPolicies.Shipped.On(asked.Day)?.Needed.OrderBy(x => x.Key).ToList() ?? [];
        var (items, pieces) = (
            where.Add(needed.Select(x => EnumNames.Of(x.Key)).ToArray()),
            where.Add(needed.Select(x => x.Value).ToArray())
        );
        var day = where.Add(asked.Day);
        return where.Command(
            $$"""
            WITH needed (item, pieces, place) AS (SELECT * FROM unnest({{items}}, {{pieces}}) WITH ORDINALITY),
            serving AS (SELECT p.officer_id, unit_code FROM {{Honoured.Stays}} WHERE {{where}}),
            fit AS (
                SELECT e.officer_id, e.item, count(*) AS pieces FROM readmodels.mt_doc_equipment AS e JOIN serving USING (officer_id)
                WHERE e.issued_on <= {{day}} AND (e.returned_on IS NULL OR e.returned_on > {{day}})
                AND coalesce((
                    SELECT i ->> 'condition' FROM jsonb_array_elements(e.data -> 'inspections') WITH ORDINALITY AS x (i, place)
                    WHERE (i ->> 'on')::date <= {{day}} ORDER BY (i ->> 'on')::date DESC, place DESC LIMIT 1), 'good')
                    <> 'defective'
                GROUP BY e.officer_id, e.item),
            missing AS (
                SELECT s.officer_id, s.unit_code,
                    array_agg(n.item ORDER BY n.place) FILTER (WHERE coalesce(f.pieces, 0) < n.pieces) AS items
                FROM serving AS s LEFT JOIN needed AS n ON true
                LEFT JOIN fit AS f ON f.officer_id = s.officer_id AND f.item = n.item
                GROUP BY s.officer_id, s.unit_code)
            {{rest(where)}}
            """
        );
    }
}

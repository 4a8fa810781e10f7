using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>What a list of units' records is read from; its rows are named <c>c</c>, and have a unit and a time.</summary>
/// <param name="Columns">What an item is made of.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">The two columns that tell rows of one time apart.</param>
internal sealed record UnitRows(string Columns, string Table, string Key = "c.id, c.id")
{
    /// <summary>The column of which each value is listed once, at its latest.</summary>
    public string? Once { get; init; }
}

/// <summary>Lists of units' records, the latest first.</summary>
internal sealed class UnitList(NpgsqlDataSource database, BureauCalendar calendar, AccessScopes scopes)
{
    public static readonly Role[] Readers = [Role.Auditor, Role.Commander, Role.PoliticalOfficer];

    /// <summary>What every such list can be asked for.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("unit", typeof(string), "Code of the unit, alone."),
        new("within", typeof(string), "Code of a unit: it and the units below it."),
        new("from", typeof(DateOnly), "First day (the bureau's) or time.") { Or = typeof(DateTimeOffset) },
        new("to", typeof(DateOnly), "Last day or time, inclusive.") { Or = typeof(DateTimeOffset) },
    ];

    /// <summary>Answers a page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">Reads the list's own parameters; answers what the list is read from.</param>
    /// <param name="item">Makes an item of a row.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext http,
        Func<Query, SqlFilter, AccessScope, UnitRows> read,
        Func<NpgsqlDataReader, ReadOnlyMemory<byte>> item
    )
    {
        var (query, where) = (new Query(http), new SqlFilter());
        var reach = await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted);
        where.AndWithin(reach);
        where.AndIf("c.unit_code = {0}", query.Text("unit"));
        where.AndWithin(query.Text("within"), "c.unit_code");
        where.AndIf("c.at >= {0}", TimeRange.DayOrTime(query, "from", day => TimeRange.StartOf(day, calendar)));
        where.AndIf("c.at <= {0}", TimeRange.DayOrTime(query, "to", day => TimeRange.EndOf(day, calendar)));
        var rows = read(query, where, reach);
        var page = Page.Of<(DateTimeOffset At, Guid One, Guid Other)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var place = $"c.at, {rows.Key}";
        var from = $"{rows.Table} AS c WHERE {where}";
        if (rows.Once is { } once)
            from =
                $"(SELECT DISTINCT ON ({once}) c.* FROM {from} ORDER BY {once}, c.at DESC, {rows.Key}) AS c WHERE TRUE";
        if (page.After is { } after)
            from += $" AND ({place}) < ({where.Add(after.At)}, {where.Add(after.One)}, {where.Add(after.Other)})";
        await using var command = database.CreateCommand(
            $"SELECT {rows.Columns}, {place} FROM {from} "
                + $"ORDER BY {place.Replace(",", " DESC,", StringComparison.Ordinal)} DESC LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            item,
            row =>
                (
                    row.GetFieldValue<DateTimeOffset>(row.FieldCount - 3),
                    row.GetGuid(row.FieldCount - 2),
                    row.GetGuid(row.FieldCount - 1)
                )
        );
    }
}

using Npgsql;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>Lists of records about officers, the latest first, each as its stored bytes.</summary>
internal sealed class CareList(NpgsqlDataSource database, BureauCalendar calendar, Reaching reaching)
{
    public static readonly Role[] Readers =
    [
        Role.Auditor,
        Role.Commander,
        Role.PoliticalOfficer,
        Role.Counsellor,
        Role.Officer,
    ];

    /// <summary>What every such list can be asked for.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("officer", typeof(Guid), "Id of the officer."),
        new("unit", typeof(string), "Code of the unit of that time, alone."),
        new("within", typeof(string), "Code of a unit: it and the units below it, of that time."),
        new("from", typeof(DateOnly), "First day (the bureau's) or time.") { Or = typeof(DateTimeOffset) },
        new("to", typeof(DateOnly), "Last day or time, inclusive.") { Or = typeof(DateTimeOffset) },
    ];

    /// <summary>Where a record stands: <c>open</c>, <c>closed</c>, or the status of that name.</summary>
    /// <param name="where">What the list is restricted by.</param>
    /// <param name="status">The parameter; null for all.</param>
    /// <param name="open">The condition under which one is open.</param>
    public static void AndStatus(Conditions where, string? status, string open)
    {
        if (status == "open")
            where.And(open);
        else if (status == "closed")
            where.And($"NOT ({open})");
        else
            where.AndIf("c.status = {0}", status);
    }

    /// <summary>Answers a page of one kind's records.</summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="restrict">Reads the list's own parameters.</param>
    /// <param name="by">The time by which it is listed, where it can be asked for another one than <c>at</c>.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext http,
        StreamKind kind,
        Action<Query, Conditions> restrict,
        Func<Query, string>? by = null
    )
    {
        var query = new Query(http);
        var where = new Conditions();
        var at = by is null ? "c.at" : by(query);
        if (by is not null)
            where.And($"{at} IS NOT NULL");
        where.AndIf("c.officer_id = {0}", query.Id("officer"));
        where.AndIf("c.unit_code = {0}", query.Text("unit"));
        where.AndWithin(query.Text("within"), "c.unit_code");
        where.AndIf(at + " >= {0}", Stretch.DayOrTime(query, "from", day => Stretch.StartOf(day, calendar)));
        where.AndIf(at + " <= {0}", Stretch.DayOrTime(query, "to", day => Stretch.EndOf(day, calendar)));
        restrict(query, where);
        var page = Page.Of<(DateTimeOffset At, Guid Id)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var caller = Reaching.As(http);
        var reach = await reaching.OfAsync(caller, http.RequestAborted);
        where.AndCareWithin(
            reach,
            kind == StreamKind.Assessment ? Assigner.Condition(kind, where.Add(Assigner.Of(caller))) : "false"
        );
        if (page.After is { } after)
            where.And($"({at}, c.id) < ({where.Add(after.At)}, {where.Add(after.Id)})");
        await using var command = database.CreateCommand(
            $"SELECT c.state, {at}, c.id, c.officer_id FROM {States.TableOf(kind)} AS c "
                + $"JOIN readmodels.officers AS o ON o.id = c.officer_id WHERE {where} "
                + $"ORDER BY {at} DESC, c.id DESC LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            row =>
                BandAlone.Sees(caller, own: row.GetGuid(3) == reach.Own)
                    ? BandAlone.Of(kind, row.GetFieldValue<byte[]>(0))
                    : row.GetFieldValue<byte[]>(0),
            row => (row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2))
        );
    }
}

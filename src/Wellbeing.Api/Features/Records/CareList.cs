using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>Lists of records about officers, the latest first, each as its stored bytes.</summary>
internal sealed class CareList(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    AccessScopes scopes
)
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
    /// <param name="where">Takes in the status.</param>
    /// <param name="status">The parameter; null for all.</param>
    /// <param name="open">The condition under which one is open.</param>
    public static string Status(SqlFilter where, string? status, string open) =>
        status switch
        {
            null => "TRUE",
            "open" => open,
            "closed" => $"NOT ({open})",
            _ => $"c.status = {where.Add(status)}",
        };

    public static void AndStatus(SqlFilter where, string? status, string open) =>
        where.And(Status(where, status, open));

    /// <summary>The same of a state.</summary>
    public static bool Stands(string? status, bool open, string now) =>
        status switch
        {
            null => true,
            "open" => open,
            "closed" => !open,
            _ => status == now,
        };

    public Task<IResult> AnswerAsync(
        HttpContext http,
        StreamKind kind,
        Action<Query, SqlFilter> restrict,
        Func<Query, string>? by = null
    ) =>
        AnswerAsync(
            http,
            kind,
            (query, where) =>
            {
                restrict(query, where);
                return null;
            },
            by
        );

    /// <summary>Answers a page of one kind's records.</summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="restrict">Reads the list's own parameters; says how it is judged as of a time, where it can be.</param>
    /// <param name="by">The time by which it is listed, where it can be asked for another one than <c>at</c>.</param>
    public async Task<IResult> AnswerAsync(
        HttpContext http,
        StreamKind kind,
        Func<Query, SqlFilter, StateAt?> restrict,
        Func<Query, string>? by = null
    )
    {
        var query = new Query(http);
        var where = new SqlFilter();
        var at = by is null ? "c.at" : by(query);
        if (by is not null)
            where.And($"{at} IS NOT NULL");
        where.AndIf("c.officer_id = {0}", query.Id("officer"));
        where.AndIf("c.unit_code = {0}", query.Text("unit"));
        where.AndWithin(query.Text("within"), "c.unit_code");
        where.AndIf(at + " >= {0}", TimeRange.DayOrTime(query, "from", day => TimeRange.StartOf(day, calendar)));
        where.AndIf(at + " <= {0}", TimeRange.DayOrTime(query, "to", day => TimeRange.EndOf(day, calendar)));
        var then = restrict(query, where);
        AsOf? asOf = null;
        if (then is not null)
        {
            asOf = AsOf.Of(query, calendar, clock);
            if (query.Text("officersIn") is { } unit)
                where.AndWithin(unit, Scope.UnitOn(where.Add(asOf.Day)));
            if (query.Text("asOf") is null)
            {
                where.And(then.Stored);
                asOf = null;
            }
        }
        var page = Page.Of<(DateTimeOffset At, Guid Id)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var caller = AccessScopes.As(http);
        var reach = await scopes.OfAsync(caller, http.RequestAborted);
        where.AndCareWithin(
            reach,
            kind == StreamKind.Assessment ? Assigner.Condition(kind, where.Add(Assigner.Of(caller).Key)) : "false"
        );
        if (asOf is not null)
            return await AnswerThenAsync(http, kind, where, asOf, then!, page);
        if (page.After is { } after)
            where.And($"({at}, c.id) < ({where.Add(after.At)}, {where.Add(after.Id)})");
        await using var command = database.CreateCommand(
            $"SELECT c.data, {at}, c.id, c.officer_id {Rows(kind, where, at)} LIMIT {where.Add(page.Limit + 1)}"
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

    private static string Rows(StreamKind kind, SqlFilter where, string at = "c.at") =>
        $"FROM {kind.Record().Table()} AS c JOIN readmodels.mt_doc_officer AS o ON o.id = c.officer_id WHERE {where} "
        + $"ORDER BY {at} DESC, c.id DESC";

    // Rows that have changed since are folded, and may turn out not to belong here: then more are read.
    private async Task<IResult> AnswerThenAsync(
        HttpContext http,
        StreamKind kind,
        SqlFilter where,
        AsOf asOf,
        StateAt then,
        Page<(DateTimeOffset At, Guid Id)> page
    )
    {
        var until = where.Add(asOf.Until);
        where.And($"c.at <= {until} AND (c.occurred_at > {until} OR ({then.Stored}))");
        var (at, id) = page.After ?? (DateTimeOffset.MaxValue, Guid.AllBitsSet);
        var limit = where.Add(page.Limit + 1);
        var (lastAt, lastId) = (where.Add(at), where.Add(id));
        where.And($"(c.at, c.id) < ({lastAt}, {lastId})");
        var items = new List<(ReadOnlyMemory<byte> State, DateTimeOffset At, Guid Id)>();
        for (var read = page.Limit + 1; read > page.Limit && items.Count <= page.Limit; )
        {
            var rows = await ReadThenAsync(kind, where, until, limit, (at, id), http.RequestAborted);
            read = rows.Count;
            foreach (var row in rows)
            {
                (at, id) = (row.At, row.Id);
                if (row.Stored is not null)
                    items.Add((row.Stored, at, id));
                else if (row.State is { } state && then.Holds(state))
                    items.Add((JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), CareJson.Options), at, id));
            }
        }
        var shown = items.Take(page.Limit).ToList();
        return Page.Answer<(DateTimeOffset, Guid)>(
            http,
            shown.ConvertAll(x => x.State),
            items.Count > page.Limit ? (shown[^1].At, shown[^1].Id) : null
        );
    }

    private async Task<List<ThenRow>> ReadThenAsync(
        StreamKind kind,
        SqlFilter where,
        string until,
        string limit,
        (DateTimeOffset At, Guid Id) after,
        CancellationToken stop
    )
    {
        var rows =
            $"SELECT c.id, c.at, CASE WHEN c.occurred_at <= {until} THEN c.data END AS state "
            + $"{Rows(kind, where)} LIMIT {limit}";
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(rows));
        batch.BatchCommands.Add(
            Command(
                $"WITH c AS MATERIALIZED ({rows}) SELECT {RecordedEvents.Columns} FROM c "
                    + $"{EventsThen.Of("c.id", until)} WHERE c.state IS NULL ORDER BY e.stream_id, e.version"
            )
        );
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var read = new List<ThenRow>();
        while (await reader.ReadAsync(stop))
            read.Add(
                new ThenRow(
                    reader.GetGuid(0),
                    reader.GetFieldValue<DateTimeOffset>(1),
                    reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2),
                    null
                )
            );
        await reader.NextResultAsync(stop);
        var states = await EventsThen.FoldAsync(reader, calendar, stop);
        return read.ConvertAll(x => x with { State = states.GetValueOrDefault(x.Id) });

        NpgsqlBatchCommand Command(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in where.Parameters)
                command.Parameters.Add(parameter.Clone());
            // The place after which this round goes on stands in the last two.
            command.Parameters[^2] = SqlParameter.Of(after.At);
            command.Parameters[^1] = SqlParameter.Of(after.Id);
            return command;
        }
    }

    /// <summary>A record as it is stored where it has stood still since, else its state of then.</summary>
    private sealed record ThenRow(Guid Id, DateTimeOffset At, byte[]? Stored, object? State);
}

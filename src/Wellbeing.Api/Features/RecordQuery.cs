using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features;

/// <summary>An answer that is there once the query that it belongs to was answered.</summary>
internal sealed class Loading<T>(Func<T> value)
{
    public T Value => value();

    public Loading<TOther> Select<TOther>(Func<T, TOther> of) => new(() => of(Value));

    public Loading<(T, TOther)> And<TOther>(Loading<TOther> other) => new(() => (Value, other.Value));
}

/// <summary>An officer as a body names one: by id or by badge number.</summary>
internal sealed record OfficerName(Guid? Id, string? BadgeNumber)
{
    public static OfficerName? Of(Guid? id, string? badgeNumber) =>
        id is null && badgeNumber is null ? null : new(id, badgeNumber);
}

/// <summary>The officer whom a request names.</summary>
/// <param name="Officer">The officer.</param>
/// <param name="UnitCode">The unit of that day: the one that the request names, else the one in which the officer served.</param>
/// <param name="Own">Whether the caller is that officer.</param>
/// <param name="WithinReach">Whether the officer is within the caller's usual reach.</param>
internal sealed record NamedOfficer(Officer Officer, string UnitCode, bool Own, bool WithinReach);

/// <summary>An officer whom a list of the request names.</summary>
/// <param name="Field">The place in the list, such as <c>officerIds[3]</c>.</param>
/// <param name="Officer">The officer; null where there is none of that name.</param>
internal sealed record ListedOfficer(string Field, Officer? Officer)
{
    public Guid? Id => Officer?.Id;

    /// <summary>What an erasure or a restriction lets be done with the officer's record.</summary>
    public RecordRestriction Restriction => RecordRestriction.Of(Officer);
}

/// <summary>Who asks a query, and on which record.</summary>
/// <param name="Record">The record that is continued, or null.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Badge">The badge number in the actor's token.</param>
/// <param name="Reach">Whom the actor reaches.</param>
/// <param name="Calendar">The bureau's days.</param>
/// <param name="Announced">For how long an erasure is announced.</param>
/// <param name="Day">The bureau's day of what is to be put on record.</param>
internal sealed record QueryContext(
    LoadedRecord? Record,
    Person Actor,
    string? Badge,
    AccessScope Reach,
    BureauCalendar Calendar,
    TimeSpan Announced,
    DateOnly Day
)
{
    /// <summary>Whether an officer is within reach: by the unit of now, or by that of the day, whose officers it may record.</summary>
    public bool Reaches(Officer officer) =>
        Reach.Covers(officer.UnitCode, officer.Id) || Reach.Covers(officer.UnitOn(Day), officer.Id);
}

/// <summary>
/// What a use case loads: whom and what a request names, and questions that only the database can answer. Over HTTP it is one
/// batch of statements. An import finds what all lines of a batch name in one round trip, and asks the rest line by line.
/// </summary>
internal sealed class RecordQuery
{
    private const string ListedOfficers = """
        SELECT o.data
        FROM unnest($1, $2) WITH ORDINALITY AS n (id, badge_number, place)
        LEFT JOIN identities.officers AS i ON i.badge_number = n.badge_number
        LEFT JOIN readmodels.mt_doc_officer AS o ON o.id = coalesce(i.officer_id, n.id)
        ORDER BY n.place
        """;

    private const string OfficerByBadge = """
        SELECT o.data FROM identities.officers i
        JOIN readmodels.mt_doc_officer o ON o.id = i.officer_id WHERE i.badge_number = $1
        """;

    private readonly List<Question> _questions = [];
    private QueryContext? _context;

    /// <summary>How the request names an officer, or null.</summary>
    public OfficerName? OfficerName { get; private set; }

    /// <summary>Code of the unit that the request names, or null.</summary>
    public string? UnitCode { get; private set; }

    /// <summary>The officers whom a list of the request names, each with its place there.</summary>
    public IReadOnlyList<(string Field, OfficerName Name)> ListedNames { get; private set; } = [];

    /// <summary>Ids of the records of the officer from which this one comes.</summary>
    public IReadOnlyList<Guid> OriginIds { get; private set; } = [];

    /// <summary>The kind of those records.</summary>
    public RecordKind? OriginKind { get; private set; }

    public Officer? FoundOfficer { get; private set; }

    public Unit? FoundUnit { get; private set; }

    /// <summary>Whether the officer named is within the caller's usual reach.</summary>
    public bool WithinReach { get; private set; }

    public IReadOnlyList<ListedOfficer> Listed { get; private set; } = [];

    private bool Own { get; set; }

    private List<IRecordState> Origins { get; set; } = [];

    /// <summary>The officer and the unit that a body names, whatever else is wrong with it.</summary>
    public static RecordQuery Of(OfficerName? officer, string? unitCode) =>
        new() { OfficerName = officer, UnitCode = unitCode };

    /// <summary>The officer that the request names; where there is none it is refused as <c>unknown-officer</c>.</summary>
    public Loading<NamedOfficer> Officer(INamesOfficer request) => Officer(request.OfficerId, request.BadgeNumber);

    /// <summary>The same with the unit of that time, where the request names one.</summary>
    public Loading<NamedOfficer> Officer(IAboutOfficer request) =>
        Officer(request.OfficerId, request.BadgeNumber, request.UnitCode);

    public Loading<NamedOfficer> Officer(Guid? id, string? badgeNumber, string? unitCode = null)
    {
        (OfficerName, UnitCode) = (OfficerName.Of(id, badgeNumber), unitCode);
        return new(() => new(FoundOfficer!, unitCode ?? FoundOfficer!.UnitOn(_context!.Day), Own, WithinReach));
    }

    /// <summary>The unit with a code; where there is none it is refused as <c>unknown-unit</c>.</summary>
    public Loading<Unit> Unit(string code)
    {
        UnitCode = code;
        return new(() => FoundUnit!);
    }

    /// <summary>The same of a request that need not name one.</summary>
    public Loading<Unit?> UnitIfNamed(string? code)
    {
        UnitCode = code;
        return new(() => FoundUnit);
    }

    /// <summary>The officers of a request's two lists, in their order; each of them has to exist.</summary>
    public Loading<IReadOnlyList<Guid>> Officers(IReadOnlyList<Guid>? ids, IReadOnlyList<string>? badgeNumbers)
    {
        ListedNames =
        [
            .. (ids ?? []).Select((id, place) => ($"officerIds[{place}]", new OfficerName(id, null))),
            .. (badgeNumbers ?? []).Select((badge, place) => ($"badgeNumbers[{place}]", new OfficerName(null, badge))),
        ];
        return new(() => [.. Listed.Select(x => x.Id!.Value)]);
    }

    /// <summary>The records of the officer named from which this one comes, in the order in which they are named.</summary>
    public Loading<IReadOnlyList<TState>> From<TState>(IEnumerable<Guid> ids)
        where TState : IRecordState
    {
        (OriginKind, OriginIds) = (RecordKinds.Of<TState>(), [.. ids.Distinct()]);
        return new(() => [.. Origins.Cast<TState>()]);
    }

    /// <summary>What is known without a question.</summary>
    public Loading<T> Known<T>(Func<QueryContext, T> of) => new(() => of(_context!));

    /// <summary>A question of the domain's own.</summary>
    /// <param name="ask">The statement that asks it; null where it need not be asked.</param>
    /// <param name="readAsync">Reads its rows.</param>
    /// <param name="otherwise">The answer where it need not be asked.</param>
    /// <param name="missing">The code of the refusal where the answer is null.</param>
    public Loading<T> Ask<T>(
        Func<QueryContext, NpgsqlBatchCommand?> ask,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> readAsync,
        T otherwise,
        string? missing = null
    )
    {
        var answer = otherwise;
        _questions.Add(
            new Question(
                context =>
                {
                    answer = otherwise;
                    return ask(context);
                },
                async (reader, stop) => (answer = await readAsync(reader, stop)) is null ? missing : null
            )
        );
        return new(() => answer);
    }

    /// <summary>A question that is answered by one value.</summary>
    public Loading<T> AskOne<T>(Func<QueryContext, NpgsqlBatchCommand?> ask, T otherwise) =>
        Ask(
            ask,
            async (reader, stop) => await reader.ReadAsync(stop) ? reader.GetFieldValue<T>(0) : otherwise,
            otherwise
        );

    /// <summary>A question that is answered by a column of values.</summary>
    public Loading<IReadOnlyList<T>> AskAll<T>(Func<QueryContext, NpgsqlBatchCommand?> ask) =>
        Ask<IReadOnlyList<T>>(ask, async (reader, stop) => await reader.AllAsync<T>(stop), []);

    /// <summary>Asks all in one batch; answers the code of what does not exist.</summary>
    public async Task<string?> LoadAsync(NpgsqlConnection database, QueryContext context, CancellationToken stop)
    {
        (FoundOfficer, FoundUnit, Listed, Origins) = (null, null, [], []);
        var questions = new List<Question>();
        if (OfficerName is { } name)
            questions.Add(
                new(
                    _ =>
                        name.Id is { } id
                            ? Statement.Of(
                                "SELECT data FROM readmodels.mt_doc_officer WHERE id = $1",
                                SqlParameter.Of(id)
                            )
                            : Statement.Of(OfficerByBadge, SqlParameter.Of(name.BadgeNumber!)),
                    async (reader, stop) =>
                        (FoundOfficer = await reader.StateAsync<Officer>(stop)) is null ? "unknown-officer" : null
                )
            );
        if (ListedNames.Count > 0)
            questions.Add(new(_ => ListedCommand(), ReadListedAsync));
        if (UnitCode is { } code)
            questions.Add(
                new(
                    _ =>
                        Statement.Of(
                            "SELECT data FROM readmodels.mt_doc_unit WHERE unit_code = $1",
                            SqlParameter.Of(code)
                        ),
                    async (reader, stop) =>
                        (FoundUnit = await reader.StateAsync<Unit>(stop)) is null ? "unknown-unit" : null
                )
            );
        questions.AddRange(_questions);
        if (OriginIds.Count > 0)
            questions.Add(new(_ => OriginsCommand(OriginKind!), ReadOriginsAsync));
        var missing = await AskAsync(database, Statements(questions, context), stop);
        if (FoundOfficer is { } officer)
            (WithinReach, Own) = (context.Reaches(officer), context.Reach.Own == officer.Id);
        return missing;
    }

    /// <summary>Takes what a request names from what is known already; what is missing has been refused.</summary>
    public void Answer(Officer? officer, Unit? unit, IReadOnlyList<ListedOfficer> listed, List<IRecordState> from) =>
        (FoundOfficer, FoundUnit, Listed, Origins, WithinReach) = (officer, unit, listed, from, true);

    /// <summary>What only the database can answer; empty where nothing is left to ask.</summary>
    public IReadOnlyList<RecordStatement> Statements(QueryContext context) => Statements(_questions, context);

    /// <summary>Asks these statements in one batch; answers the code of what does not exist.</summary>
    public static async Task<string?> AskAsync(
        NpgsqlConnection database,
        IReadOnlyList<RecordStatement> statements,
        CancellationToken stop
    )
    {
        if (statements.Count == 0)
            return null;
        await using var batch = new NpgsqlBatch(database);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement.Command);
        string? missing = null;
        await using var answers = await batch.ExecuteReaderAsync(stop);
        foreach (var statement in statements)
        {
            missing = await statement.ReadAsync(answers, stop) is { } wrong ? missing ?? wrong : missing;
            await answers.NextResultAsync(stop);
        }
        return missing;
    }

    private List<RecordStatement> Statements(IEnumerable<Question> questions, QueryContext context)
    {
        _context = context;
        var statements =
            from question in questions
            let command = question.Ask(context)
            where command is not null
            select new RecordStatement(command, question.ReadAsync);
        return [.. statements];
    }

    private NpgsqlBatchCommand ListedCommand() =>
        Statement.Of(
            ListedOfficers,
            SqlParameter.Of(ListedNames.Select(x => x.Name.Id ?? Guid.Empty).ToArray()),
            SqlParameter.Of(ListedNames.Select(x => x.Name.BadgeNumber ?? "").ToArray())
        );

    private async Task<string?> ReadListedAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        var listed = new List<ListedOfficer>(ListedNames.Count);
        foreach (var (field, _) in ListedNames)
        {
            await reader.ReadAsync(stop);
            listed.Add(new ListedOfficer(field, reader.IsDBNull(0) ? null : reader.State<Officer>(0)));
        }
        Listed = listed;
        return null;
    }

    private NpgsqlBatchCommand OriginsCommand(RecordKind kind) =>
        Statement.Of(
            $"SELECT data FROM {kind.Table()} AS c JOIN unnest($1) WITH ORDINALITY AS n (id, place) "
                + "USING (id) ORDER BY n.place",
            SqlParameter.Of(OriginIds.ToArray())
        );

    private async Task<string?> ReadOriginsAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        Origins = (await reader.AllAsync<byte[]>(stop)).ConvertAll(x => OriginKind!.Read(x));
        // What is about another officer is as unknown as what is not there.
        return Origins.Count < OriginIds.Count || Origins.Exists(x => x.AboutOfficer != FoundOfficer?.Id)
            ? $"unknown-{OriginKind!.Word}"
            : null;
    }

    private sealed record Question(Func<QueryContext, NpgsqlBatchCommand?> Ask, ReadRows ReadAsync);
}

/// <summary>Reads the rows of a statement; answers the code of what does not exist.</summary>
internal delegate Task<string?> ReadRows(NpgsqlDataReader rows, CancellationToken stop);

/// <summary>A statement of a query, and what reads its rows.</summary>
internal sealed record RecordStatement(NpgsqlBatchCommand Command, ReadRows ReadAsync);

/// <summary>Statements with their values.</summary>
internal static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value);
        return command;
    }

    /// <summary>The first column of all rows.</summary>
    public static async Task<List<T>> AllAsync<T>(this NpgsqlDataReader reader, CancellationToken stop)
    {
        var all = new List<T>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.GetFieldValue<T>(0));
        return all;
    }
}

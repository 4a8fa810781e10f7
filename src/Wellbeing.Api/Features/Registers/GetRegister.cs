using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A talk in a register.</summary>
/// <param name="TalkId">The talk.</param>
/// <param name="Version">Its version now; of one that belongs to another month by now, when the register was put together.</param>
/// <param name="Change">What became of it since the register was put together; absent where nothing did.</param>
/// <param name="Withheld">True where the reader does not reach its officer now: then only that it is there is told.</param>
/// <param name="Talk">What its record says.</param>
internal sealed record RegisterEntry(Guid TalkId, long Version, RegisterChange? Change, bool Withheld, Talk? Talk);

/// <summary>A unit's month of talks, beside what was put together and signed of it.</summary>
/// <param name="UnitCode">The unit.</param>
/// <param name="Month">The month.</param>
/// <param name="Id">The register; absent while nobody has put one together.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ConsolidatedBy">Opaque id of who put it together.</param>
/// <param name="ConsolidatedAt">When.</param>
/// <param name="SignedBy">Opaque id of who signed it.</param>
/// <param name="SignedAt">When.</param>
/// <param name="LedgerSize">How many leaves the ledger had then.</param>
/// <param name="LedgerRoot">Root of the tree over them, base64.</param>
/// <param name="Reason">Why it was last opened again.</param>
/// <param name="Changes">How many talks came, changed or went since it was put together.</param>
/// <param name="Talks">The talks, by when they took place or were to.</param>
internal sealed record RegisterAnswer(
    string UnitCode,
    string Month,
    Guid? Id,
    long? Version,
    RegisterStatus? Status,
    string? ConsolidatedBy,
    DateTimeOffset? ConsolidatedAt,
    string? SignedBy,
    DateTimeOffset? SignedAt,
    long? LedgerSize,
    string? LedgerRoot,
    string? Reason,
    int Changes,
    IReadOnlyList<RegisterEntry> Talks
);

/// <summary>The register of a unit's month, and what changed since it was put together or signed.</summary>
internal static class GetRegister
{
    private const string Sql =
        "SELECT r.data, r.mt_version FROM readmodels.mt_doc_unit AS u "
        + "LEFT JOIN readmodels.mt_doc_register AS r ON r.unit_code = u.unit_code AND r.period = $2 WHERE u.unit_code = $1";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/registers/{unit}/{month}",
            HandleAsync,
            UnitList.Readers,
            new Operation(Does.ReadOne, "getRegister", "A unit's month of talks, and what changed since it was signed")
            {
                Answer = typeof(RegisterAnswer),
            },
            printed: true
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        BureauCalendar calendar,
        string unit,
        string month
    )
    {
        var stop = http.RequestAborted;
        var reach = await scopes.OfAsync(AccessScopes.As(http), stop);
        if (Month.Parse(month) is not { } of || !reach.Covers(unit, null))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        await using var batch = database.CreateBatch();
        Add(batch, Sql, SqlParameter.Of(unit), SqlParameter.Of(month));
        Add(batch, MonthsTalks.Sql, MonthsTalks.Of(unit, of, calendar));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var query = new Query(http);
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var register = reader.IsDBNull(0) ? null : reader.State<Register>(0);
        var version = register is null ? (long?)null : reader.GetInt64(1);
        await reader.NextResultAsync(stop);
        var talks = await MonthsTalks.ReadAsync(reader, stop);
        return Export.Answer(
            asked,
            Answer(unit, month, register, version, Entries(register, talks, reach)),
            RegisterTable.Of,
            RegisterTable.Page
        );
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    // A register is the unit's, and whole; what a talk says is shown to who reaches its officer, as elsewhere.
    private static List<RegisterEntry> Entries(Register? register, List<MonthsTalk> talks, AccessScope reach)
    {
        var now = talks.ToDictionary(x => x.Talk.TalkId);
        return
        [
            .. RegisterDecisions
                .Compare(register, [.. talks.Select(x => x.Talk)])
                .Select(x => Entry(x.Talk, x.Change, now.GetValueOrDefault(x.Talk.TalkId))),
        ];

        RegisterEntry Entry(RegisterTalk talk, RegisterChange? change, MonthsTalk? stored)
        {
            var state = stored is null ? null : RecordStates.Of<Talk>(stored.State);
            var shown =
                state is not null
                && reach.Covers(stored!.UnitNow, state.OfficerId)
                && (reach.IsEverything || !stored.Restricted);
            return new RegisterEntry(talk.TalkId, talk.Version, change, !shown, shown ? state : null);
        }
    }

    private static RegisterAnswer Answer(
        string unit,
        string month,
        Register? it,
        long? version,
        List<RegisterEntry> entries
    ) =>
        new(
            unit,
            month,
            it?.Id,
            version,
            it?.Status,
            it?.ConsolidatedBy,
            it?.ConsolidatedAt,
            it?.SignedBy,
            it?.SignedAt,
            it?.LedgerSize,
            it?.LedgerRoot,
            it?.Reason,
            entries.Count(x => x.Change is not null),
            entries
        );
}

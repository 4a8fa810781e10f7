using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Boards;

/// <summary>That an officer came to another unit.</summary>
internal sealed record TransferItem(
    Guid OfficerId,
    string FromUnit,
    string ToUnit,
    string Reason,
    DateOnly EffectiveOn
);

/// <summary>Transfers to a unit or to any, the latest first.</summary>
internal static class ListTransfers
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/transfers",
            HandleAsync,
            GetTalkCoverage.Readers,
            new Operation(Does.List, "listTransfers", "Lists officers' transfers, the latest first")
            {
                Answer = typeof(TransferItem),
                Unknown = ["not-found"],
                Query = [.. Scope.Parameters, .. Board.PeriodParameters, new("reason", typeof(TransferReason), "Why.")],
            }
        );

    private static async Task<IResult> HandleAsync(HttpContext http, Scopes scopes, NpgsqlDataSource database)
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var (period, reason) = (Board.PeriodOf(query), query.Choice<TransferReason>("reason"));
        var asked = Asked.Of(query);
        var page = asked.PageOf<(DateOnly On, Guid Officer, int Ordinal)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = SupportReader.Moved(period, scope);
        where.AndIf("t.reason = {0}", EnumNames.Of(reason));
        if (page.After is { } after)
            where.And(
                "(t.effective_on, t.officer_id, t.ordinal) < "
                    + $"({where.Add(after.On)}, {where.Add(after.Officer)}, {where.Add(after.Ordinal)})"
            );
        await using var command = database.CreateCommand(
            "SELECT t.officer_id, t.from_unit, t.unit_code, t.reason, t.effective_on, t.ordinal "
                + "FROM readmodels.transfers AS t JOIN readmodels.mt_doc_officer AS o ON o.id = t.officer_id "
                + $"WHERE {where} ORDER BY t.effective_on DESC, t.officer_id DESC, t.ordinal DESC "
                + $"LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        return await Export.ListAsync(
            asked,
            command,
            page,
            Item,
            row => (row.GetFieldValue<DateOnly>(4), row.GetGuid(0), row.GetInt32(5)),
            items => TableOf([scope.Unit, period.From, period.To, EnumNames.Of(reason), scope.AsOf.Day], items)
        );
    }

    private static TransferItem Item(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateOnly>(4));

    private static Table TableOf(IReadOnlyList<object?> about, IAsyncEnumerable<TransferItem> items) =>
        new(
            "transfers",
            about,
            ["officer", "fromUnit", "toUnit", "reason", "effectiveOn"],
            items.Select(
                object?[] (x) =>
                    [x.OfficerId, x.FromUnit, x.ToUnit, ExportText.Choice<TransferReason>(x.Reason), x.EffectiveOn]
            )
        );
}

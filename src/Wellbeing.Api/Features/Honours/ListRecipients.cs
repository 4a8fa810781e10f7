using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Honours;

/// <summary>A recipient of approved commendations: an officer or a unit, with how many there were and the latest.</summary>
internal sealed record RecipientItem(Guid? OfficerId, string? UnitCode, long Commendations, DateOnly LastApprovedOn);

/// <summary>The officers (<c>kind=individual</c>) or units (<c>collective</c>) honoured in a period, once each.</summary>
internal static class ListRecipients
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/honours/recipients", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(Does.List, "listRecipients", "Lists the officers or units honoured in a period, once each")
                {
                    Answer = typeof(RecipientItem),
                    Query =
                    [
                        new("kind", typeof(RecipientKind), "Officers or units.") { Required = true },
                        .. Board.PeriodParameters,
                        Board.WithinParameter,
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, AccessScopes scopes)
    {
        var query = new Query(http);
        var kind = query.Choice<RecipientKind>("kind");
        if (kind is null && !query.Errors.Any)
            query.Errors.Add("kind", "missing");
        var period = Board.PeriodOf(query);
        var within = query.Text("within");
        var page = Page.Of<(Guid OfficerId, string UnitCode)>(query);
        if (query.Refusal() is { } refused)
            return refused;

        var individual = kind == RecipientKind.Individual;
        var recipient = Honoured.Recipient(kind!.Value);
        var where = Honoured.Within(kind.Value, period, within);
        where.AndWithin(await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted));
        if (page.After is { } after)
            where.And($"{recipient} > {(individual ? where.Add(after.OfficerId) : where.Add(after.UnitCode))}");
        await using var command = database.CreateCommand(
            $"SELECT {recipient}, count(*), max(approved_on) FROM readmodels.mt_doc_commendation WHERE {where} "
                + $"GROUP BY {recipient} ORDER BY {recipient} LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, PlaceOf);

        ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
            JsonSerializer.SerializeToUtf8Bytes(
                new RecipientItem(
                    individual ? row.GetGuid(0) : null,
                    individual ? null : row.GetString(0),
                    row.GetInt64(1),
                    row.GetFieldValue<DateOnly>(2)
                ),
                CareJson.Options
            );

        (Guid, string) PlaceOf(NpgsqlDataReader row) =>
            individual ? (row.GetGuid(0), "") : (Guid.Empty, row.GetString(0));
    }
}

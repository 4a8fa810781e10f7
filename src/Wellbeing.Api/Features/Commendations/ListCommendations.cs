using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A commendation in a list: its state without its text.</summary>
internal sealed record CommendationItem(
    Guid Id,
    long Version,
    string Status,
    string RecipientKind,
    Guid? OfficerId,
    string UnitCode,
    string Title,
    string Deed,
    string? Level,
    string? Authority,
    DateOnly NominatedOn,
    DateOnly? ApprovedOn,
    DateOnly? DeclinedOn,
    DateOnly? ConferredOn,
    DateOnly? RevokedOn
);

/// <summary>Commendations, latest first by the day of the event asked for.</summary>
internal static class ListCommendations
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/commendations", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer, Role.Officer)
            .Describe(
                new(
                    Does.List,
                    "listCommendations",
                    "Lists commendations, latest first by the day of the event asked for"
                )
                {
                    Answer = typeof(CommendationItem),
                    Query = CommendationFilter.Parameters,
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, AccessScopes scopes)
    {
        var query = new Query(http);
        var filter = CommendationFilter.Of(query);
        var page = Page.Of<(DateOnly On, Guid Id)>(query);
        if (query.Refusal() is { } refused)
            return refused;

        var where = new SqlFilter();
        filter.Restrict(where);
        Reachable(await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted), where);
        if (page.After is { } after)
            where.And($"({filter.Day}, id) < ({where.Add(after.On)}, {where.Add(after.Id)})");
        await using var command = database.CreateCommand(
            $"SELECT {Columns}, {filter.Day} FROM readmodels.mt_doc_commendation AS c WHERE {where} "
                + $"ORDER BY {filter.Day} DESC, id DESC LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Read, x => (x.GetFieldValue<DateOnly>(15), x.GetGuid(0)));
    }

    // What was awarded in a unit stays that unit's, and what an officer was awarded elsewhere came along.
    private static void Reachable(AccessScope reach, SqlFilter where)
    {
        if (reach.UnitCodes is not { } codes)
            return;
        var units = where.Add(codes.ToArray());
        where.And(
            $"(unit_code = ANY ({units}) OR officer_id = ANY ({where.Add(reach.OfficerIds.ToArray())}) "
                + $"OR officer_id IN (SELECT o.id FROM readmodels.mt_doc_officer AS o WHERE o.unit_code = ANY ({units})))"
        );
    }

    private const string Columns =
        "id, mt_version, status, recipient_kind, officer_id, unit_code, title, deed, level, authority, "
        + "nominated_on, approved_on, declined_on, conferred_on, revoked_on";

    private static ReadOnlyMemory<byte> Read(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CommendationItem(
                row.GetGuid(0),
                row.GetInt64(1),
                row.GetString(2),
                row.GetString(3),
                row.GetFieldValue<Guid?>(4),
                row.GetString(5),
                row.GetString(6),
                row.GetString(7),
                row.IsDBNull(8) ? null : row.GetString(8),
                row.IsDBNull(9) ? null : row.GetString(9),
                row.GetFieldValue<DateOnly>(10),
                row.GetFieldValue<DateOnly?>(11),
                row.GetFieldValue<DateOnly?>(12),
                row.GetFieldValue<DateOnly?>(13),
                row.GetFieldValue<DateOnly?>(14)
            ),
            CareJson.Options
        );
}

using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer in a list.</summary>
internal sealed record OfficerItem(
    Guid Id,
    long Version,
    string BadgeNumber,
    string Name,
    string UnitCode,
    string? Rank,
    DateOnly AppointedOn,
    OfficerStatus Status
);

/// <summary>Officers by badge number.</summary>
internal static class ListOfficers
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/officers", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Administrator, Role.Commander, Role.PoliticalOfficer, Role.Counsellor)
            .Describe(
                new Operation(Does.List, "listOfficers", "Lists officers by badge number")
                {
                    Answer = typeof(OfficerItem),
                    Query =
                    [
                        new("unit", typeof(string), "Only officers of this unit."),
                        new("q", typeof(string), "Only officers whose badge number or name begins so."),
                        new("status", typeof(OfficerStatus), "Only officers in service, or only those who left."),
                        new(
                            "underCare",
                            typeof(bool),
                            "Whether a warning or an intervention is open; not for administrators."
                        ),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, AccessScopes scopes)
    {
        var query = new Query(http);
        var (unit, begins, status) = (query.Text("unit"), query.Text("q"), query.Choice<OfficerStatus>("status"));
        // Who is under care is a fact of care, which an administrator as such does not read.
        var caller = AccessScopes.As(http);
        var carers = caller with { Roles = caller.Roles.Except([Role.Administrator]).ToHashSet() };
        var care = carers.Roles.Count == 0 ? null : query.Boolean("underCare");
        var page = Page.Of<CodePlace>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = new SqlFilter();
        var reach = await scopes.OfAsync(care is null ? caller : carers, http.RequestAborted);
        if (care is null)
            where.AndOfficerWithin(reach);
        else
            where.AndCareWithin(reach);
        if (care is { } only)
            where.And($"{(only ? "" : "NOT ")}{AccessScopes.UnderCare("o.id")}");
        where.AndIf("unit_code = {0}", unit);
        where.AndIf("(starts_with(i.badge_number, {0}) OR starts_with(i.name, {0}))", begins);
        where.AndIf("status = {0}", EnumNames.Of(status));
        where.AndIf("i.badge_number > {0}", page.After?.Code);
        await using var command = database.CreateCommand(
            "SELECT o.mt_version, o.data, i.badge_number, i.name FROM identities.officers AS i "
                + $"JOIN readmodels.mt_doc_officer AS o ON o.id = i.officer_id WHERE {where} "
                + $"ORDER BY i.badge_number LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, row => new CodePlace(row.GetString(2)));
    }

    private static ReadOnlyMemory<byte> Item(NpgsqlDataReader row)
    {
        var officer = row.State<Officer>(1);
        return JsonSerializer.SerializeToUtf8Bytes(
            new OfficerItem(
                officer.Id,
                row.GetInt64(0),
                row.GetString(2),
                row.GetString(3),
                officer.UnitCode,
                officer.Rank,
                officer.AppointedOn,
                officer.Status
            ),
            CareJson.Options
        );
    }
}

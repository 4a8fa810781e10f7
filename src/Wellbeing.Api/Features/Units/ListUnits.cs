using Npgsql;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>The bureau's units by code, each as its stored bytes.</summary>
internal static class ListUnits
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/units", HandleAsync)
            .AllowRoles(GetUnit.Readers)
            .Describe(
                new Operation(Does.List, "listUnits", "Lists units by code")
                {
                    Answer = typeof(Unit),
                    Query =
                    [
                        new("parent", typeof(string), "Only units right below this one."),
                        new("kind", typeof(UnitKind), "Only units of this kind."),
                        new("closed", typeof(bool), "Only closed units, or only open ones."),
                        new("within", typeof(string), "Code of a unit: it and the units below it."),
                        new("facility", typeof(FacilityKind), "Only units that have it."),
                        new("equipped", typeof(bool), "Whether it has a relaxation room and a training corner."),
                        AsOf.Parameter with
                        {
                            Description =
                                "As the units stood at the end of this day (the bureau's), or at a time; as they stand "
                                + "without it.",
                        },
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        UnitsThen unitsThen,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var (parent, kind, closed) = (query.Text("parent"), query.Choice<UnitKind>("kind"), query.Boolean("closed"));
        var (within, facility) = (query.Text("within"), query.Choice<FacilityKind>("facility"));
        var (equipped, then) = (query.Boolean("equipped"), query.Text("asOf") is not null);
        var asOf = AsOf.Of(query, calendar, clock);
        var page = Page.Of<CodePlace>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var reach = await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted);
        if (then || facility is not null || equipped is not null)
        {
            var units = await unitsThen.ReadAsync(new Scope(asOf, within, reach), kind, http.RequestAborted);
            return Paging.Answer(http, units.Where(Asked), page, x => new CodePlace(x.UnitCode));
        }
        var where = new SqlFilter();
        where.AndWithin(reach);
        where.AndWithin(within);
        where.AndIf("parent_code = {0}", parent);
        where.AndIf("kind = {0}", EnumNames.Of(kind));
        where.AndIf("closed = {0}", closed);
        where.AndIf("unit_code > {0}", page.After?.Code);
        await using var command = database.CreateCommand(
            $"SELECT data, unit_code FROM readmodels.mt_doc_unit WHERE {where} "
                + $"ORDER BY unit_code LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            row => row.GetFieldValue<byte[]>(0),
            row => new CodePlace(row.GetString(1))
        );

        bool Asked(Unit unit) =>
            (parent is null || unit.ParentCode == parent)
            && (closed is null || unit.Closed == closed)
            && (facility is not { } one || unit.Facilities.Contains(one))
            && (equipped is null || UnitsThen.Equipped(unit) == equipped)
            && (page.After is not { } after || string.CompareOrdinal(unit.UnitCode, after.Code) > 0);
    }
}

/// <summary>A place in a list that is ordered by a code.</summary>
internal readonly record struct CodePlace(string Code);

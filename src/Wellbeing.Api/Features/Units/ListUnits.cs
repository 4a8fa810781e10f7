using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;
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
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, Reaching reaching)
    {
        var query = new Query(http);
        var (parent, kind, closed) = (query.Text("parent"), query.Choice<UnitKind>("kind"), query.Boolean("closed"));
        var page = Page.Of<CodePlace>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = new Conditions();
        where.AndWithin(await reaching.OfAsync(Reaching.As(http), http.RequestAborted));
        where.AndIf("parent_code = {0}", parent);
        where.AndIf("kind = {0}", Word.Of(kind));
        where.AndIf("closed = {0}", closed);
        where.AndIf("unit_code > {0}", page.After?.Code);
        await using var command = database.CreateCommand(
            $"SELECT state, unit_code FROM readmodels.units WHERE {where} "
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
    }
}

/// <summary>A place in a list that is ordered by a code.</summary>
internal readonly record struct CodePlace(string Code);

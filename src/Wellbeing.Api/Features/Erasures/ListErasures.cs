using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>Erasures, by officer: here they are announced to every auditor.</summary>
internal static class ListErasures
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/erasures", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Administrator)
            .Describe(
                new Operation(Does.List, "listErasures", "Lists erasures that are proposed or done")
                {
                    Answer = typeof(ErasureItem),
                    Query = [new("status", typeof(ErasureStatus), "How far they have come.")],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database)
    {
        var query = new Query(http);
        var where = new SqlFilter();
        where.And("erasure IS NOT NULL");
        where.AndIf("erasure = {0}", EnumNames.Of(query.Choice<ErasureStatus>("status")));
        var page = Page.Of<ById>(query);
        if (query.Refusal() is { } refused)
            return refused;
        where.AndIf("id > {0}", page.After?.Id);
        await using var command = database.CreateCommand(
            $"SELECT data, id FROM readmodels.mt_doc_officer WHERE {where} ORDER BY id LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, row => new ById(row.GetGuid(1)));
    }

    private static ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(ErasureItem.Of(row.State<Officer>(0)), CareJson.Options);

    private readonly record struct ById(Guid Id);
}

using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>Every webhook that there is or was, in the order in which they were registered.</summary>
internal static class ListWebhooks
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/webhooks", HandleAsync)
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(Does.List, "listWebhooks", "Lists the webhooks")
                {
                    Answer = typeof(Webhook),
                    Query = [new("status", typeof(WebhookStatus), "How they stand.")],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database)
    {
        var query = new Query(http);
        var where = new SqlFilter();
        where.AndIf("w.status = {0}", EnumNames.Of(query.Choice<WebhookStatus>("status")));
        var page = Page.Of<ById>(query);
        if (query.Refusal() is { } refused)
            return refused;
        where.AndIf("w.id > {0}", page.After?.Id);
        await using var command = database.CreateCommand(
            $"SELECT {Webhook.Columns} FROM webhooks.endpoints AS w WHERE {where} ORDER BY w.id LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            row => JsonSerializer.SerializeToUtf8Bytes(Webhook.Of(row), CareJson.Options),
            row => new ById(row.GetGuid(0))
        );
    }

    private readonly record struct ById(Guid Id);
}

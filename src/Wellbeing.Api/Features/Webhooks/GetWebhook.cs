using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>A webhook as it stands, with how much waits and how much could not be delivered.</summary>
internal static class GetWebhook
{
    private const string Sql = $"SELECT {Webhook.Columns} FROM webhooks.endpoints AS w WHERE w.id = $1";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/webhooks/{id:guid}", HandleAsync)
            .AllowRoles(Role.Administrator)
            .Describe(new Operation(Does.ReadOne, "getWebhook", "A webhook as it stands") { Answer = typeof(Webhook) });

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, Guid id)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(SqlParameter.Of(id));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        var webhook = Webhook.Of(reader);
        // The line moves without a new version: each length of it is a revision.
        var revision = (webhook.Waiting << 32) + webhook.DeadLetters;
        return Etags.NotModified(http, Etags.Of(webhook.Version, revision)) ?? Results.Json(webhook, CareJson.Options);
    }
}

using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>Puts dead letters back into the line, one or all, with all attempts before them.</summary>
internal static class RetryDeadLetters
{
    /// <summary>Nothing more is to be said.</summary>
    internal sealed record Request;

    /// <summary>What was put back.</summary>
    /// <param name="Retried">How many.</param>
    internal sealed record Answered(int Retried);

    private const string Sql = """
        UPDATE webhooks.deliveries SET attempts = 0, next_at = $2, dead_at = NULL
        WHERE webhook_id = $1 AND dead_at IS NOT NULL
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(
                "/webhooks/{id:guid}/dead-letters/{eventId:guid}/retry",
                (HttpContext http, NpgsqlDataSource database, TimeProvider clock, Guid id, Guid eventId) =>
                    RunAsync(http, database, clock, id, eventId)
            )
            .AllowRoles(Role.Administrator)
            .Describe(Of("retryDeadLetter", "Puts a dead letter back into the line"));
        api.MapPost(
                "/webhooks/{id:guid}/dead-letters/retry",
                (HttpContext http, NpgsqlDataSource database, TimeProvider clock, Guid id) =>
                    RunAsync(http, database, clock, id, null)
            )
            .AllowRoles(Role.Administrator)
            .Describe(Of("retryDeadLetters", "Puts every dead letter of a webhook back into the line"));
    }

    private static Operation Of(string id, string summary) =>
        new(Does.Post, id, summary)
        {
            Requests = [typeof(Request)],
            Examples = ["{ }"],
            Answer = typeof(Answered),
        };

    private static async Task<IResult> RunAsync(
        HttpContext http,
        NpgsqlDataSource database,
        TimeProvider clock,
        Guid id,
        Guid? eventId
    )
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        await using (var exists = database.CreateCommand(eventId is null ? ListDeadLetters.Exists : Dead))
        {
            exists.Parameters.Add(SqlParameter.Of(id));
            if (eventId is { } given)
                exists.Parameters.Add(SqlParameter.Of(given));
            if (await exists.ExecuteScalarAsync(stop) is not true)
                return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        }
        var errors = Body.Bind<Request>(body.Utf8.IsEmpty ? "{}"u8.ToArray() : body.Utf8).Errors;
        errors.Add(Query.None(http));
        if (errors.Any)
            return Problems.BadInput(http, errors);
        await using var retry = database.CreateCommand(eventId is null ? Sql : $"{Sql} AND event_id = $3");
        retry.Parameters.Add(SqlParameter.Of(id));
        retry.Parameters.Add(SqlParameter.Of(Instants.Truncate(clock.GetUtcNow().ToUniversalTime())));
        if (eventId is { } one)
            retry.Parameters.Add(SqlParameter.Of(one));
        return Results.Json(new Answered(await retry.ExecuteNonQueryAsync(stop)), CareJson.Options);
    }

    private const string Dead = """
        SELECT EXISTS (SELECT FROM webhooks.deliveries WHERE webhook_id = $1 AND event_id = $2 AND dead_at IS NOT NULL)
        """;
}

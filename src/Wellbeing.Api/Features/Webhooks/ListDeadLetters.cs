using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Webhooks;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>The events that a webhook did not take in any attempt.</summary>
internal static class ListDeadLetters
{
    /// <summary>An event that could not be delivered. What the receiver answered is neither read nor kept.</summary>
    /// <param name="EventId">The event.</param>
    /// <param name="Type">The event's type.</param>
    /// <param name="Attempts">How many attempts failed.</param>
    /// <param name="LastStatus">The status of the last answer, where one came.</param>
    /// <param name="LastFailure">Why none came.</param>
    /// <param name="FailedAt">When the last attempt failed.</param>
    internal sealed record DeadLetter(
        Guid EventId,
        string Type,
        int Attempts,
        int? LastStatus,
        DeliveryFailure? LastFailure,
        DateTimeOffset FailedAt
    );

    /// <summary>Whether a webhook is there.</summary>
    public const string Exists = "SELECT EXISTS (SELECT FROM webhooks.endpoints WHERE id = $1)";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/webhooks/{id:guid}/dead-letters", HandleAsync)
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(
                    Does.List,
                    "listDeadLetters",
                    "Lists the events that a webhook did not take in any attempt"
                )
                {
                    Answer = typeof(DeadLetter),
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, Guid id)
    {
        await using (var exists = database.CreateCommand(Exists))
        {
            exists.Parameters.Add(SqlParameter.Of(id));
            if (await exists.ExecuteScalarAsync(http.RequestAborted) is not true)
                return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        }
        var query = new Query(http);
        var page = Page.Of<ById>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = new SqlFilter();
        where.And($"d.dead_at IS NOT NULL AND d.webhook_id = {where.Add(id)}");
        where.AndIf("d.event_id > {0}", page.After?.Id);
        await using var command = database.CreateCommand(
            $"""
            SELECT d.event_id, e.type, d.attempts, d.last_status, d.last_failure, d.dead_at
            FROM webhooks.deliveries AS d JOIN events.mt_events AS e ON e.id = d.event_id
            WHERE {where} ORDER BY d.event_id LIMIT {where.Add(page.Limit + 1)}
            """
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            row => JsonSerializer.SerializeToUtf8Bytes(Of(row), CareJson.Options),
            row => new ById(row.GetGuid(0))
        );
    }

    private static DeadLetter Of(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetString(1),
            row.GetInt32(2),
            row.IsDBNull(3) ? null : row.GetInt32(3),
            row.IsDBNull(4) ? null : Enum.Parse<DeliveryFailure>(row.GetString(4), ignoreCase: true),
            row.GetFieldValue<DateTimeOffset>(5)
        );

    private readonly record struct ById(Guid Id);
}

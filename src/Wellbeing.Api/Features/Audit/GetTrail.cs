using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Audit;

/// <summary>The trail of one stream, event by event: who, when, and what changed.</summary>
internal static class GetTrail
{
    private const string Sql = $"""
        SELECT {StoredEvents.Columns} FROM {StoredEvents.From} WHERE e.stream_id = $1 ORDER BY e.version
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit/streams/{id}", AnswerAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.ReadOne, "getTrail", "A stream's events as stored, and what each changed.")
                {
                    Answer = typeof(Trail),
                }
            );

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        string id,
        NpgsqlDataSource database,
        BureauCalendar calendar
    )
    {
        var items = ValueFormats.TryId(id, out var stream)
            ? await ReadAsync(database, stream, calendar, context.RequestAborted)
            : [];
        if (items.Count == 0)
            return Problems.Of(context, StatusCodes.Status404NotFound, "not-found");
        if (new Query(context).Refusal() is { } refusal)
            return refusal;
        var trail = new Trail(stream, items[^1].Stream, items[^1].Version, items);
        return Etags.NotModified(context, Etags.Of(trail.Version, items.Count(x => x.Ledger is not null)))
            ?? Results.Json(trail, TrailItem.Json);
    }

    private static async Task<List<TrailItem>> ReadAsync(
        NpgsqlDataSource database,
        Guid stream,
        BureauCalendar calendar,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stream });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var items = new List<TrailItem>();
        object? state = null;
        while (await reader.ReadAsync(stop))
        {
            var stored = StoredEvents.Read(reader);
            var after = Evolution.After(state, stored.Recorded, calendar);
            items.Add(TrailItem.Of(stored, Changes.Between(state, after)));
            state = after;
        }
        return items;
    }

    /// <summary>A stream's trail.</summary>
    /// <param name="Id">The stream's id.</param>
    /// <param name="Stream">The stream's kind.</param>
    /// <param name="Version">Version of its last event.</param>
    /// <param name="Items">Its events in order.</param>
    internal sealed record Trail(Guid Id, StreamKind Stream, long Version, IReadOnlyList<TrailItem> Items);
}

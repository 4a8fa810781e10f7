using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Audit;

/// <summary>Events of all streams, in the order of recording.</summary>
internal static class FindEvents
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit/events", AnswerAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.List, "findEvents", "Events of all streams as stored, in order of recording.")
                {
                    Answer = typeof(TrailItem),
                    Query =
                    [
                        new("actor", typeof(string), "Who did it."),
                        new("type", typeof(string), "The event's type.")
                        {
                            Words = [.. Catalogue.All.Select(x => x.Name)],
                        },
                        new("officer", typeof(Guid), "An officer concerned."),
                        new("unit", typeof(string), "Code of the unit concerned then."),
                        new("from", typeof(DateOnly), "First day (the bureau's) or time of recording.")
                        {
                            Or = typeof(DateTimeOffset),
                        },
                        new("to", typeof(DateOnly), "Last day or time of recording, inclusive.")
                        {
                            Or = typeof(DateTimeOffset),
                        },
                    ],
                }
            );

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        NpgsqlDataSource database,
        HighWater highWater,
        BureauCalendar calendar
    )
    {
        var query = new Query(context);
        var page = Page.Of<long>(query);
        var filter = new SqlFilter();
        filter.AndIf("e.seq_id > {0}", page.After ?? 0);
        filter.AndIf(EventStore.Persons.Same("e.user_name", "{0}"), EventStore.Persons.KeyOf(query.Text("actor")));
        filter.AndIf("e.type = {0}", TypeOf(query));
        filter.AndIf($"e.stream_id = ANY({StoredEvents.StreamsOf("{0}")})", query.Id("officer"));
        filter.AndIf("e.data->>'unitCode' = {0}", query.Text("unit"));
        filter.AndIf("e.timestamp >= {0}", TimeRange.DayOrTime(query, "from", day => TimeRange.StartOf(day, calendar)));
        filter.AndIf("e.timestamp <= {0}", TimeRange.DayOrTime(query, "to", day => TimeRange.EndOf(day, calendar)));
        if (query.Refusal() is { } refusal)
            return refusal;
        if (await highWater.ReachAsync(context.RequestAborted) is not { } settled)
            return Problems.Of(context, StatusCodes.Status503ServiceUnavailable, "unavailable");
        filter.AndIf("e.seq_id <= {0}", settled);
        var found = await ReadAsync(database, filter, page.Limit + 1, context.RequestAborted);
        var items = found.Take(page.Limit).ToList();
        return Page.Answer(
            context,
            items.ConvertAll(x => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(x, TrailItem.Json)),
            found.Count > page.Limit ? items[^1].Seq : (long?)null
        );
    }

    private static string? TypeOf(Query query)
    {
        var type = query.Text("type");
        if (type is not null && Catalogue.Named(type) is null)
            query.Errors.Add("type", "choice", ("allowed", Catalogue.All.Select(x => x.Name)));
        return type;
    }

    private static async Task<List<TrailItem>> ReadAsync(
        NpgsqlDataSource database,
        SqlFilter filter,
        int limit,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {StoredEvents.Columns} FROM {StoredEvents.From}
            WHERE {filter} ORDER BY e.seq_id LIMIT {filter.Add(limit)}
            """
        );
        command.Parameters.AddRange(filter.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var items = new List<TrailItem>();
        while (await reader.ReadAsync(stop))
            items.Add(TrailItem.Of(StoredEvents.Read(reader)));
        return items;
    }
}

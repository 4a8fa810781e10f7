using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Histories;

/// <summary>Tells an officer's history again from the stored events alone, with the officer's state after each.</summary>
internal static class ReplayHistory
{
    private const int FlushAt = 16 * 1024;

    private static readonly string Sql = $"""
        SELECT {StoredEvents.Columns} FROM {StoredEvents.From}
        WHERE e.stream_id = ANY({StoredEvents.StreamsOf("$1")})
          AND {StoredEvents.OccurredAt} <= $2
        ORDER BY {StoredEvents.OccurredAt}, e.seq_id
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/officers/{id}/replay", AnswerAsync)
            .WithMetadata(new CountsAs(RequestKind.Records))
            .AllowRoles(GetHistory.Readers)
            .Describe(
                new Operation(Does.Read, "replayOfficer", "Each event in order with the officer's state after it.")
                {
                    Answer = typeof(ReplayLine),
                    Types = ["application/x-ndjson"],
                    Query = EntryForm.Parameters,
                }
            );

    /// <summary>The events that concern an officer, in order, each with the state after it.</summary>
    public static async IAsyncEnumerable<(StoredEvent Event, OfficerRecord State)> ReadAsync(
        NpgsqlDataSource database,
        BureauCalendar calendar,
        Guid officer,
        TimeRange stretch,
        KnownAt? known,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var replay = new OfficerReplay(officer, calendar);
        var recorded = new Dictionary<Guid, DateTimeOffset>();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = officer });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = stretch.Until });
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var stored = StoredEvents.Read(reader);
            if (known?.Knows(stored.Ledger?.Leaf, Latest(stored.Recorded)) != false && replay.Take(stored.Recorded))
                yield return (stored, replay.State);
        }

        // Nothing is told of a stream without its beginning.
        DateTimeOffset Latest(RecordedEvent happened)
        {
            var before = recorded.GetValueOrDefault(happened.StreamId);
            return recorded[happened.StreamId] = happened.RecordedAt > before ? happened.RecordedAt : before;
        }
    }

    /// <summary>An event as the history tells it: the fact in the order of its own fields, which stored JSON does not keep.</summary>
    public static byte[] EntryOf(RecordedEvent recorded) =>
        HistoryEntry.Write(
            recorded,
            JsonSerializer.SerializeToUtf8Bytes(recorded.Data, recorded.Data.GetType(), CareJson.Options)
        );

    private static async Task AnswerAsync(
        HttpContext context,
        string id,
        NpgsqlDataSource database,
        AccessScopes reach,
        HistoryReads reads,
        KnownEvents knownEvents,
        BureauCalendar calendar
    )
    {
        var query = new Query(context);
        var stretch = TimeRange.AsOf(query);
        var form = EntryForm.Of(query, calendar);
        var refusal = query.Refusal();
        var own = ValueFormats.TryId(id, out var officer) ? await reach.FindAsync(context, officer) : null;
        if (own is null)
            refusal = Problems.Of(context, StatusCodes.Status404NotFound, "not-found");
        if (refusal is not null)
            await refusal.ExecuteAsync(context);
        else
        {
            if (own is false)
                reads.Count(officer, AccessScopes.As(context));
            var known = await knownEvents.AtAsync(stretch.KnownAt, context.RequestAborted);
            var told = ReadAsync(database, calendar, officer, stretch, known, context.RequestAborted);
            await WriteAsync(context, told, form.For(own == true));
        }
    }

    private static async Task WriteAsync(
        HttpContext context,
        IAsyncEnumerable<(StoredEvent Event, OfficerRecord State)> told,
        EntryForm form
    )
    {
        context.Response.ContentType = "application/x-ndjson";
        var body = context.Response.BodyWriter;
        using var entry = new RowBuffer();
        var unflushed = 0L;
        await foreach (var (stored, state) in told)
        {
            entry.Clear();
            entry.Append(EntryOf(stored.Recorded));
            form.Finish(entry, stored.Seq, EntryLinks.None);
            body.Write("{\"event\":"u8);
            body.Write(entry.Written);
            body.Write(",\"state\":"u8);
            body.Write(JsonSerializer.SerializeToUtf8Bytes(state, CareJson.Options));
            body.Write("}\n"u8);
            unflushed += entry.Written.Length;
            if (unflushed < FlushAt)
                continue;
            await body.FlushAsync(context.RequestAborted);
            unflushed = 0;
        }
        await body.FlushAsync(context.RequestAborted);
    }
}

/// <summary>A line of a replay.</summary>
/// <param name="Event">The event, as the history tells it.</param>
/// <param name="State">The officer's state after it.</param>
internal sealed record ReplayLine(HistoryItem Event, OfficerRecord State);

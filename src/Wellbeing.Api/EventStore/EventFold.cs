using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>Folds all events, stream by stream, into the rows that follow from them.</summary>
/// <param name="reading">A connection that does nothing else meanwhile.</param>
/// <param name="calendar">The bureau's days.</param>
/// <param name="wrong">
/// Is told the sequence number of an event that cannot be folded, and the rest of its stream is passed over; null where the
/// fold is to break off.
/// </param>
internal sealed class EventFold(NpgsqlConnection reading, BureauCalendar calendar, Action<long>? wrong = null)
{
    private const int Together = 1000;
    private const int FlushedAt = 20_000;

    private const string Events = """
        SELECT seq_id, id, stream_id, version, data, type, timestamp, coalesce(headers ->> 'occurredAt', ''),
        coalesce(user_name, '') FROM events.mt_events
        """;

    private const string InOrder = " ORDER BY stream_id, version";
    private const string OfStreams = " WHERE stream_id = ANY ($1)";

    /// <summary>An event as it is stored; it is read by the fold, which knows what to do with one that it cannot read.</summary>
    private sealed record Stored(
        long Seq,
        Guid Id,
        Guid Stream,
        long Version,
        byte[] Data,
        string Type,
        DateTimeOffset RecordedAt,
        string OccurredAt,
        string Actor
    );

    /// <summary>Folds, hands out the rows some whole streams at a time, and answers how many events were folded.</summary>
    /// <param name="rowsAsync">Takes the rows, and how many events were folded by then.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="streams">The streams to fold; null for all.</param>
    /// <param name="versions">Is told up to where each stream was folded.</param>
    public async Task<long> RunAsync(
        Func<IReadOnlyList<ReadModelRows>, long, Task> rowsAsync,
        CancellationToken stop,
        Guid[]? streams = null,
        Dictionary<Guid, long>? versions = null
    )
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var events = Channel.CreateBounded<List<Stored>>(4);
        var reader = ReadAsync(streams, events.Writer, broken.Token);
        try
        {
            var (folded, flushed, rows) = (0L, 0L, NewRows());
            var (stream, passedOver) = (Guid.Empty, false);
            IRecordState? state = null;
            await foreach (var batch in events.Reader.ReadAllAsync(stop))
            {
                foreach (var stored in batch)
                {
                    // A stream is whole before its rows are written: each row is written once.
                    if (stored.Stream != stream)
                    {
                        (stream, state, passedOver) = (stored.Stream, null, false);
                        if (folded - flushed >= FlushedAt)
                        {
                            await rowsAsync(rows, folded);
                            (flushed, rows) = (folded, NewRows());
                        }
                    }
                    folded++;
                    if (!passedOver)
                        passedOver = !TryFold(stored, rows, ref state);
                    if (versions is not null)
                        versions[stream] = stored.Version;
                }
            }
            await rowsAsync(rows, folded);
            return folded;
        }
        finally
        {
            await broken.CancelAsync();
            await reader;
        }
    }

    private bool TryFold(Stored stored, IReadOnlyList<ReadModelRows> rows, ref IRecordState? state)
    {
        try
        {
            var happened = Recorded(stored);
            var data = JsonSerializer.SerializeToUtf8Bytes(happened.Data, happened.Data.GetType(), CareJson.Options);
            var step = new FoldStep(happened, data, state, Evolution.After(state, happened, calendar), stored.Seq);
            foreach (var of in rows)
                of.Add(step);
            state = step.After;
            return true;
        }
        catch (Exception) when (wrong is not null)
        {
            wrong(stored.Seq);
            return false;
        }
    }

    private async Task ReadAsync(Guid[]? streams, ChannelWriter<List<Stored>> events, CancellationToken stop)
    {
        try
        {
            var sql = streams is null ? Events + InOrder : Events + OfStreams + InOrder;
            await using var command = new NpgsqlCommand(sql, reading) { CommandTimeout = 0 };
            if (streams is not null)
                command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = streams });
            await using var reader = await command.ExecuteReaderAsync(stop);
            var batch = new List<Stored>(Together);
            while (await reader.ReadAsync(stop))
            {
                batch.Add(Read(reader));
                if (batch.Count < Together)
                    continue;
                await events.WriteAsync(batch, stop);
                batch = new List<Stored>(Together);
            }
            await events.WriteAsync(batch, stop);
            events.Complete();
        }
        catch (Exception failure)
        {
            events.Complete(failure);
        }
    }

    private static Stored Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetGuid(1),
            row.GetGuid(2),
            row.GetInt64(3),
            row.GetFieldValue<byte[]>(4),
            row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetString(7),
            row.GetString(8)
        );

    private static List<ReadModelRows> NewRows() => [.. MartenConfiguration.ReadModels.Select(x => x.NewRows())];

    private static RecordedEvent Recorded(Stored stored) =>
        RecordedEvents.Of(
            RecordedEvents.TypeOf(stored.Id, stored.Type),
            stored.Id,
            stored.Stream,
            stored.Version,
            stored.Data,
            stored.RecordedAt,
            stored.Actor,
            stored.OccurredAt
        );
}

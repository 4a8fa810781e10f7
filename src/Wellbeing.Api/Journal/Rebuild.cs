using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Journal;

/// <summary>
/// Makes every read model anew from the events alone, by the same fold that keeps them live. Appends wait meanwhile; a
/// rebuild that breaks off leaves all as it was.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource owner, BureauCalendar calendar)
{
    private const int FlushedAt = 20_000;

    private const string Events =
        "COPY (SELECT seq_id, id, stream_id, version, data, type, timestamp, headers ->> 'occurredAt', user_name "
        + "FROM events.mt_events ORDER BY stream_id, version) TO STDOUT (FORMAT BINARY)";

    /// <summary>Rebuilds, and answers how many events were folded.</summary>
    public async Task<long> RunAsync(IProgress<long> progress, CancellationToken stop)
    {
        await using var writing = await owner.OpenConnectionAsync(stop);
        await using var transaction = await writing.BeginTransactionAsync(stop);
        await ExecuteAsync(writing, $"SELECT pg_advisory_xact_lock({Locks.DryRun})", stop);
        await ExecuteAsync(writing, $"SELECT pg_advisory_xact_lock({Locks.Rebuild})", stop);
        await ExecuteAsync(writing, $"TRUNCATE {string.Join(", ", ReadModelRows.Tables)}", stop);
        var events = Channel.CreateBounded<List<(long Seq, Recorded Event)>>(4);
        var reading = ReadAsync(events.Writer, stop);
        var (folded, rows) = (0L, new ReadModelRows());
        object? state = null;
        await foreach (var batch in events.Reader.ReadAllAsync(stop))
        {
            foreach (var (seq, happened) in batch)
            {
                // A stream is whole before its rows are written: each row is written once.
                if (happened.Version == 1)
                {
                    state = null;
                    if (rows.Count >= FlushedAt)
                    {
                        await rows.CopyAsync(writing, stop);
                        progress.Report(folded);
                        rows = new ReadModelRows();
                    }
                }
                var data = JsonSerializer.SerializeToUtf8Bytes(
                    happened.Data,
                    happened.Data.GetType(),
                    CareJson.Options
                );
                state = rows.Add(state, happened, data, calendar, seq);
                folded++;
            }
        }
        await reading;
        await rows.CopyAsync(writing, stop);
        await transaction.CommitAsync(stop);
        return folded;
    }

    private async Task ReadAsync(ChannelWriter<List<(long, Recorded)>> events, CancellationToken stop)
    {
        const int size = 1000;
        try
        {
            await using var reading = await owner.OpenConnectionAsync(stop);
            await using var reader = await reading.BeginBinaryExportAsync(Events, stop);
            var batch = new List<(long, Recorded)>(size);
            while (await reader.StartRowAsync(stop) > 0)
            {
                batch.Add(Read(reader));
                if (batch.Count < size)
                    continue;
                await events.WriteAsync(batch, stop);
                batch = new List<(long, Recorded)>(size);
            }
            await events.WriteAsync(batch, stop);
            events.Complete();
        }
        catch (Exception failure)
        {
            events.Complete(failure);
        }
    }

    private static (long, Recorded) Read(NpgsqlBinaryExporter reader)
    {
        var seq = reader.Read<long>();
        var (id, streamId, version) = (reader.Read<Guid>(), reader.Read<Guid>(), reader.Read<long>());
        var data = reader.Read<byte[]>(NpgsqlDbType.Jsonb);
        var name = reader.Read<string>();
        var type =
            Catalogue.Named(name)
            ?? throw new InvalidOperationException($"Event {id} is of type {name}, which this version does not know.");
        return (
            seq,
            new Recorded(
                id,
                streamId,
                type.Stream,
                version,
                OccurredAt: default,
                new DateTimeOffset(reader.Read<DateTime>(NpgsqlDbType.TimestampTz)),
                "",
                (ICareEvent)JsonSerializer.Deserialize(data, type.Type, CareJson.Options)!
            )
            {
                OccurredAt = Instants.Parse(reader.Read<string>()),
                Actor = reader.Read<string>(),
            }
        );
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}

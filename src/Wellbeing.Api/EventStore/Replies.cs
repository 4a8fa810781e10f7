using System.ComponentModel.DataAnnotations.Schema;
using Npgsql;

namespace Wellbeing.Api.EventStore;

/// <summary>An answer given before, under a key.</summary>
internal sealed record Reply(byte[] Fingerprint, int Status, string? Location, byte[] Body);

/// <summary>The answer to a keyed request, kept for its repetition.</summary>
internal sealed record ReplyRow(
    Guid Key,
    byte[] Fingerprint,
    int Status,
    string? Location,
    [property: Column(TypeName = "json")] byte[] Body,
    DateTimeOffset RepliedAt
)
{
    public static readonly RowTable<ReplyRow> Table = new RowTable<ReplyRow>(
        Schemas.Journal,
        "replies",
        x => x.Key
    ).Index("ix_replies_replied_at", "replied_at");
}

/// <summary>Answers to keyed requests. They are stored with the event itself and kept for seven days.</summary>
internal sealed partial class Replies(NpgsqlDataSource database, TimeProvider clock, ILogger<Replies> log)
    : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan Swept = TimeSpan.FromHours(1);

    public async Task<Reply?> FindAsync(Guid key, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "SELECT fingerprint, status, location, body FROM journal.replies WHERE key = $1"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new Reply(
                reader.GetFieldValue<byte[]>(0),
                reader.GetInt32(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetFieldValue<byte[]>(3)
            )
            : null;
    }

    /// <summary>Forgets the answers that are older than seven days.</summary>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand("DELETE FROM journal.replies WHERE replied_at < $1");
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow().ToUniversalTime() - Kept }
        );
        return await command.ExecuteNonQueryAsync(stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Swept, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                // What is kept longer harms nobody; the next hour tries again.
                NotSwept(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Answers older than seven days were not forgotten this time.")]
    private partial void NotSwept(Exception failure);
}

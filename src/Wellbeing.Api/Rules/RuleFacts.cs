using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>Reads what is on record about officers and in reviews, event by event, as rules look at it.</summary>
internal sealed class RuleFacts(NpgsqlDataSource database)
{
    private const string Events = $"""
        SELECT s.id, e.seq_id, e.headers ? 'historical', {RecordedEvents.Columns}
        FROM (
            SELECT officer_id AS id, seq FROM readmodels.history WHERE officer_id = ANY ($1) AND seq <= $2
            UNION ALL
            SELECT stream_id, seq_id FROM events.mt_events
            WHERE stream_id = ANY ($1) AND seq_id <= $2 AND type = ANY ($3)) AS s
        JOIN events.mt_events AS e ON e.seq_id = s.seq ORDER BY s.id, s.seq
        """;

    /// <summary>The types of event that are about a review, and not about an officer.</summary>
    public static readonly string[] OfReviews = [.. Review.Events.Select(x => x.Name)];

    /// <summary>What is on record about officers and in reviews up to a sequence number.</summary>
    public async Task<List<SubjectFacts>> ReadAsync(
        Guid[] subjects,
        long upTo,
        DateTimeOffset activeFrom,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Events);
        command.Parameters.Add(SqlParameter.Of(subjects));
        command.Parameters.Add(SqlParameter.Of(upTo));
        command.Parameters.Add(SqlParameter.Of(OfReviews));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var facts = subjects.ToDictionary(x => x, _ => new List<Fact>());
        while (await reader.ReadAsync(stop))
            facts[reader.GetGuid(0)].Add(FactOf(reader, activeFrom));
        return [.. facts.Select(x => new SubjectFacts(x.Key, x.Value, activeFrom))];
    }

    private static Fact FactOf(NpgsqlDataReader row, DateTimeOffset activeFrom)
    {
        var happened = RecordedEvents.Read(row, 3);
        return new Fact(row.GetInt64(1), happened, !row.GetBoolean(2) && happened.RecordedAt >= activeFrom);
    }
}

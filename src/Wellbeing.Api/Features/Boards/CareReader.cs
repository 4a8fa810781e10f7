using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Domain;
using Wellbeing.Domain.CareBoard;

namespace Wellbeing.Api.Features.Boards;

/// <summary>An officer under care.</summary>
internal sealed record Cared(Guid OfficerId, string UnitCode, CareEpisode Episode);

/// <summary>Reads who was under care at a time, and how far that had come.</summary>
internal sealed class CareReader(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>The officers under care, by id, in one round trip.</summary>
    public async Task<List<Cared>> ReadAsync(Scope scope, CancellationToken stop)
    {
        var where = new SqlFilter();
        var until = where.Add(scope.AsOf.Until);
        var unit = Scope.UnitOn(where.Add(scope.AsOf.Day));
        where.AndCareWithin(scope.Reach);
        where.AndWithin(scope.Unit, unit);
        await using var command = database.CreateCommand(
            $"""
            WITH open AS (
                SELECT officer_id FROM readmodels.mt_doc_warning AS c
                WHERE c.open AND c.at <= {until} OR c.occurred_at > {until} AND c.at <= {until}
                UNION
                SELECT officer_id FROM readmodels.mt_doc_intervention AS c
                WHERE c.open AND c.at <= {until} OR c.occurred_at > {until} AND c.at <= {until}),
            cared AS MATERIALIZED (
                SELECT o.id, {unit} AS unit_code
                FROM open JOIN readmodels.mt_doc_officer AS o ON o.id = open.officer_id
                WHERE {where}),
            streams AS MATERIALIZED (
                SELECT s.id, cared.id AS officer_id, cared.unit_code
                FROM cared JOIN readmodels.mt_doc_warning AS s ON s.officer_id = cared.id
                UNION ALL
                SELECT s.id, cared.id, cared.unit_code
                FROM cared JOIN readmodels.mt_doc_intervention AS s ON s.officer_id = cared.id)
            SELECT {RecordedEvents.Columns}, s.officer_id, s.unit_code
            FROM streams AS s {EventsThen.Of("s.id", until)}
            ORDER BY s.officer_id, {StoredEvents.OccurredAt}, e.seq_id
            """
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        var cared = new List<Cared>();
        var (officer, unitCode, replay) = (Guid.Empty, "", CareReplay.Empty);
        while (await reader.ReadAsync(stop))
        {
            if (reader.GetGuid(8) != officer)
            {
                Keep();
                (officer, unitCode, replay) = (reader.GetGuid(8), reader.GetString(9), CareReplay.Empty);
            }
            replay = replay.After(RecordedEvents.Read(reader), calendar);
        }
        Keep();
        return cared;

        void Keep()
        {
            if (replay.Episode is { } episode)
                cared.Add(new Cared(officer, unitCode, episode));
        }
    }

    /// <summary>How far the care for one officer had come; null where the officer was not under care.</summary>
    public async Task<CareEpisode?> EpisodeAsync(Guid officer, DateTimeOffset until, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {RecordedEvents.Columns} FROM (
                SELECT id FROM readmodels.mt_doc_warning WHERE officer_id = $1
                UNION ALL
                SELECT id FROM readmodels.mt_doc_intervention WHERE officer_id = $1) AS s
            {EventsThen.Of("s.id", "$2")}
            ORDER BY {StoredEvents.OccurredAt}, e.seq_id
            """
        );
        command.Parameters.Add(SqlParameter.Of(officer));
        command.Parameters.Add(SqlParameter.Of(until));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var replay = CareReplay.Empty;
        while (await reader.ReadAsync(stop))
            replay = replay.After(RecordedEvents.Read(reader), calendar);
        return replay.Episode;
    }

    /// <summary>Whole days of the bureau from a time to a day.</summary>
    public int Days(DateTimeOffset since, DateOnly day) => day.DayNumber - calendar.DayOf(since).DayNumber;
}

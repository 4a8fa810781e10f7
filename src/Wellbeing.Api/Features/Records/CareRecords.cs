using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>A record as a reader finds it.</summary>
/// <param name="State">Its state as stored.</param>
/// <param name="Version">Its version.</param>
/// <param name="OfficerId">The officer that it is about.</param>
/// <param name="UnitNow">The unit that the officer is in now.</param>
internal sealed record CareRecord(byte[] State, long Version, Guid OfficerId, string UnitNow);

/// <summary>Reads talks, warnings, interventions and accesses within the reach of who asks.</summary>
internal sealed class CareRecords(NpgsqlDataSource database, Reaching reaching)
{
    private const string Posted =
        "SELECT 1 FROM events.mt_events WHERE stream_id = $1 AND coalesce(headers ->> 'recordedBy', user_name) = $2 LIMIT 1";

    /// <summary>
    /// The record, or null where there is none within reach: both take the same queries, in one round trip.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">Kind of the stream.</param>
    /// <param name="id">The stream.</param>
    /// <param name="more">A statement more, and what reads its rows.</param>
    public async Task<CareRecord?> FindAsync(
        HttpContext http,
        StreamKind kind,
        Guid id,
        (NpgsqlBatchCommand Command, Func<NpgsqlDataReader, Task> ReadAsync)? more = null
    )
    {
        var stop = http.RequestAborted;
        var table = Lookups.TableOf(kind);
        var caller = Reaching.As(http);
        await using var batch = database.CreateBatch();
        foreach (var reach in Reaches(caller, id, $"(SELECT officer_id FROM {table} WHERE id = $1)"))
            batch.BatchCommands.Add(reach);
        var reaches = batch.BatchCommands.Count;
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(
                $"SELECT c.state, c.version, c.officer_id, o.unit_code FROM {table} AS c "
                    + "JOIN readmodels.officers AS o ON o.id = c.officer_id WHERE c.id = $1"
            )
            {
                Parameters = { Lookups.Value(id) },
            }
        );
        if (more is { } also)
            batch.BatchCommands.Add(also.Command);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var within = false;
        for (var i = 0; i < reaches; i++)
        {
            within |= await reader.ReadAsync(stop);
            await reader.NextResultAsync(stop);
        }
        if (!await reader.ReadAsync(stop) || !within)
            return null;
        var record = new CareRecord(
            reader.GetFieldValue<byte[]>(0),
            reader.GetInt64(1),
            reader.GetGuid(2),
            reader.GetString(3)
        );
        if (more is { } last)
        {
            await reader.NextResultAsync(stop);
            await last.ReadAsync(reader);
        }
        return record;
    }

    // Another system may read what it posted; that is no reach beyond that of any other role that the token holds.
    private IEnumerable<NpgsqlBatchCommand> Reaches(Caller caller, Guid id, string officer)
    {
        if (caller.Roles.Contains(Role.Integrator))
            yield return ByPoster(caller, id);
        if (caller.Roles.Except([Role.Integrator]).ToHashSet() is { Count: > 0 } roles)
            yield return reaching.FindOfficer(caller with { Roles = roles }, id, officer);
    }

    /// <summary>Whether the caller put a stream's events on record: a row for yes, none for no.</summary>
    public static NpgsqlBatchCommand ByPoster(Caller caller, Guid stream) =>
        new(Posted) { Parameters = { Lookups.Value(stream), Lookups.Value(caller.Sub) } };
}

using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>A record as a reader finds it.</summary>
/// <param name="State">Its state as stored.</param>
/// <param name="Version">Its version.</param>
/// <param name="OfficerId">The officer that it is about.</param>
/// <param name="UnitNow">The unit that the officer is in now.</param>
/// <param name="Own">Whether the reader is that officer.</param>
/// <param name="AsPoster">Whether it is there only for the system that put it on record, or the counsellor who assigned it.</param>
/// <param name="Restriction">What an erasure or a restriction lets be done with it.</param>
internal sealed record CareRecord(
    byte[] State,
    long Version,
    Guid OfficerId,
    string UnitNow,
    bool Own,
    bool AsPoster,
    RecordRestriction Restriction
);

/// <summary>Reads care records and accesses within the reach of who asks.</summary>
internal sealed class CareRecords(NpgsqlDataSource database, AccessScopes scopes)
{
    private static readonly string Posted =
        "SELECT 1 FROM events.mt_events WHERE stream_id = $1 AND version = 1 "
        + $"AND {Persons.Same("coalesce(headers ->> 'recordedBy', user_name)", "$2")}";

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
        (NpgsqlBatchCommand Command, Func<NpgsqlDataReader, CareRecord, Task> ReadAsync)? more = null
    )
    {
        var stop = http.RequestAborted;
        var (table, officer) = (kind.Record().Table(), kind.Record().OfficerColumn());
        var caller = AccessScopes.As(http);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            scopes.FindOfficer(AccessScopes.AsReader(http), id, $"(SELECT {officer} FROM {table} WHERE id = $1)")
        );
        batch.BatchCommands.Add(ByPoster(caller, id));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(
                kind.Record().Select($", c.{officer}, {Assigner.Condition(kind, "$2")}") + " WHERE c.id = $1"
            )
            {
                Parameters = { SqlParameter.Of(id), SqlParameter.Of(Assigner.Of(caller).Key) },
            }
        );
        if (more is { } also)
            batch.BatchCommands.Add(also.Command);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var within = await reader.ReadAsync(stop);
        var own = within && reader.GetBoolean(1);
        await reader.NextResultAsync(stop);
        var posted = await reader.ReadAsync(stop);
        await reader.NextResultAsync(stop);
        if (!await reader.ReadAsync(stop) || !(within || posted || reader.GetBoolean(8)))
            return null;
        var record = new CareRecord(
            reader.GetFieldValue<byte[]>(2),
            reader.GetInt64(0),
            reader.GetGuid(7),
            reader.GetString(3),
            own,
            !within,
            RecordRestriction.Of(reader, 4)
        );
        if (record is { AsPoster: true, Restriction.Restricted: true })
            return null;
        if (more is { } last)
        {
            await reader.NextResultAsync(stop);
            await last.ReadAsync(reader, record);
        }
        return record;
    }

    /// <summary>Whether another system put a stream on record.</summary>
    public static async Task<bool> HasPostedAsync(
        NpgsqlConnection connection,
        Caller caller,
        Guid stream,
        CancellationToken stop
    )
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ByPoster(caller, stream) } };
        return await batch.ExecuteScalarAsync(stop) is not null;
    }

    // Nobody but a system reads as the one who posted.
    private static NpgsqlBatchCommand ByPoster(Caller caller, Guid stream) =>
        new(Posted)
        {
            Parameters =
            {
                SqlParameter.Of(stream),
                SqlParameter.Of(caller.Roles.Contains(Role.Integrator) ? caller.Sub.Key : ""),
            },
        };
}

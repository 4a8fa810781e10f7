using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>How somebody came to read an officer's record.</summary>
internal enum AccessItemKind
{
    /// <summary>Sealed text was opened.</summary>
    Disclosure,

    /// <summary>Access was taken beyond the usual reach.</summary>
    Override,

    /// <summary>The history was read.</summary>
    History,

    /// <summary>The record was exported as a dossier.</summary>
    Export,
}

/// <summary>An access to an officer's record, as the officer, auditors and who took it are shown it.</summary>
/// <param name="Id">The access; of readings of the history, a day's of one reader.</param>
/// <param name="Kind">What kind of access.</param>
/// <param name="OfficerId">Whose record.</param>
/// <param name="By">Opaque id of who had it.</param>
/// <param name="Role">The role in which.</param>
/// <param name="At">When; of readings of the history, the first of the day.</param>
/// <param name="LastAt">Of readings of the history: the last of the day.</param>
/// <param name="Reads">Of readings of the history: how many.</param>
/// <param name="Stream">Of a disclosure: kind of the record.</param>
/// <param name="StreamId">Of a disclosure: the record.</param>
/// <param name="Fields">Of a disclosure: what was opened.</param>
/// <param name="Purpose">What for; absent where the officer was erased.</param>
/// <param name="Until">Of an override: when it ends.</param>
/// <param name="ReviewBy">Of an override: until when it has to be reviewed.</param>
/// <param name="Verdict">Of an override: what its review came to.</param>
/// <param name="ReviewedBy">Of an override: opaque id of who reviewed it.</param>
/// <param name="ReviewedAt">Of an override: when it was reviewed.</param>
/// <param name="Note">Of an override: what its review says.</param>
internal sealed record AccessItem(
    Guid Id,
    AccessItemKind Kind,
    Guid OfficerId,
    string By,
    string Role,
    DateTimeOffset At,
    DateTimeOffset? LastAt = null,
    long? Reads = null,
    StreamKind? Stream = null,
    Guid? StreamId = null,
    IReadOnlyList<string>? Fields = null,
    string? Purpose = null,
    DateTimeOffset? Until = null,
    DateTimeOffset? ReviewBy = null,
    AccessVerdict? Verdict = null,
    string? ReviewedBy = null,
    DateTimeOffset? ReviewedAt = null,
    string? Note = null
);

/// <summary>Makes access items from rows. Purposes and reasons are shown in them without a disclosure.</summary>
internal sealed class AccessLog(KeyStore keys)
{
    /// <summary>Reads items; a row with a state is an access, one without is a day's readings of the history.</summary>
    /// <param name="reader">Rows of state, id, officer, reader, role, first and last time, number of readings.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<List<AccessItem>> ReadAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        var rows = new List<(AccessItem? Item, Access? Access)>();
        while (await reader.ReadAsync(stop))
            rows.Add(reader.IsDBNull(0) ? (Readings(reader), null) : (null, reader.State<Access>(0)));
        var officers = rows.Select(x => x.Access?.OfficerId).OfType<Guid>().ToHashSet();
        var known = officers.Count == 0 ? new Dictionary<Guid, SubjectKey>() : await keys.GetManyAsync(officers, stop);
        return rows.ConvertAll(x => x.Item ?? Item(x.Access!, known.GetValueOrDefault(x.Access!.OfficerId)));
    }

    /// <summary>One access as it is shown.</summary>
    public async Task<AccessItem> OpenAsync(Access access, CancellationToken stop) =>
        Item(access, (await keys.GetManyAsync([access.OfficerId], stop)).GetValueOrDefault(access.OfficerId));

    /// <summary>Answers a page of items of which one more was asked for than it holds.</summary>
    public static IResult Answer(HttpContext http, Page<(DateTimeOffset At, Guid Id)> page, List<AccessItem> items)
    {
        var shown = items.Take(page.Limit).ToList();
        return Page.Answer(
            http,
            shown.ConvertAll(x => (ReadOnlyMemory<byte>)Json(x)),
            items.Count > page.Limit ? (shown[^1].At, shown[^1].Id) : ((DateTimeOffset, Guid)?)null
        );
    }

    public static byte[] Json(AccessItem item) => JsonSerializer.SerializeToUtf8Bytes(item, CareJson.Options);

    private static AccessItem Readings(NpgsqlDataReader row) =>
        new(
            row.GetGuid(1),
            AccessItemKind.History,
            row.GetGuid(2),
            row.GetString(3),
            row.GetString(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetInt64(7)
        );

    private static AccessItem Item(Access access, SubjectKey? key) =>
        new(
            access.Id,
            access.Kind switch
            {
                AccessKind.Override => AccessItemKind.Override,
                AccessKind.Export => AccessItemKind.Export,
                _ => AccessItemKind.Disclosure,
            },
            access.OfficerId,
            access.By,
            access.Role,
            access.At,
            Stream: access.Stream,
            StreamId: access.StreamId,
            Fields: access.Fields,
            Purpose: key is null ? null : Sealer.Open(key, WhyOf(access), access.Why),
            Until: access.Until,
            ReviewBy: access.ReviewBy,
            Verdict: access.Verdict,
            ReviewedBy: access.ReviewedBy,
            ReviewedAt: access.ReviewedAt,
            Note: key is null || access.Note is not { } note
                ? null
                : Sealer.Open(
                    key,
                    new SealContext(access.OfficerId, access.Id, access.NoteEvent!.Value, "access_reviewed", "note"),
                    note
                )
        );

    private static SealContext WhyOf(Access access)
    {
        var (type, field) = access.Kind switch
        {
            AccessKind.Override => ("access_overridden", "reason"),
            AccessKind.Export => ("record_exported", "purpose"),
            _ => ("record_disclosed", "purpose"),
        };
        return new SealContext(access.OfficerId, access.Id, access.WhyEvent, type, field);
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Histories;

/// <summary>What happened to and for one officer, in order, as of any time in either sense of it.</summary>
internal static class GetHistory
{
    /// <summary>Who may read an officer's record, as far as the officer is within their reach.</summary>
    public static readonly Role[] Readers =
    [
        Role.Auditor,
        Role.Officer,
        Role.PoliticalOfficer,
        Role.Commander,
        Role.Counsellor,
    ];

    private static readonly string Sql = EntriesSql("");
    private static readonly string SqlKnown = EntriesSql($"AND {KnownEvents.Condition("e.seq_id = h.seq", 7)}");

    private static readonly string Links = LinksSql("");

    // The first event of a record is the one that links it to another.
    private static readonly string LinksKnown = LinksSql(
        $"AND {KnownEvents.Condition("e.stream_id = h.to_id AND e.version = 1", 3)}"
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/officers/{id}/history", AnswerAsync)
            .AllowRoles(Readers)
            .Describe(
                new Operation(Does.List, "getOfficerHistory", "The officer's history, by time of occurrence.")
                {
                    Answer = typeof(HistoryItem),
                    Query =
                    [
                        new("from", typeof(DateOnly), "First day (the bureau's) or time of occurrence.")
                        {
                            Or = typeof(DateTimeOffset),
                        },
                        new("to", typeof(DateOnly), "Last day or time of occurrence, inclusive.")
                        {
                            Or = typeof(DateTimeOffset),
                        },
                        new("kind", typeof(StreamKind), "Only events of streams of this kind."),
                        .. EntryForm.Parameters,
                    ],
                }
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
        var range = TimeRange.Of(query, calendar);
        var kind = query.Choice<StreamKind>("kind");
        var form = EntryForm.Of(query, calendar);
        var page = Page.Of<Place>(query);
        var found = ValueFormats.TryId(id, out var officer);
        // An officer who is not there is the first thing to say, even to a query that makes no sense.
        if (query.Refusal() is { } refusal)
            await (
                found && await reach.FindAsync(context, officer) is not null ? refusal : NotFound(context)
            ).ExecuteAsync(context);
        else
        {
            using var rows = new RowBuffer();
            var known = await knownEvents.AtAsync(range.KnownAt, context.RequestAborted);
            var asked = new Asked(officer, range, known, kind, form, page);
            var next = found ? await ReadAsync(context, database, reach, asked, rows) : null;
            if (next is { Own: false } && page.After is null)
                reads.Count(officer, AccessScopes.As(context));
            var answer = next is null
                ? NotFound(context)
                : Page.Answer(context, rows.Items, next.Form.TagOf(rows.Items, next.Place is not null), next.Place);
            await answer.ExecuteAsync(context);
        }
    }

    private static async Task<Next?> ReadAsync(
        HttpContext context,
        NpgsqlDataSource database,
        AccessScopes reach,
        Asked asked,
        RowBuffer rows
    )
    {
        var (officer, range, known, kind, form, page) = asked;
        var from = page.After is { } after && after.OccurredAt >= range.From ? after : new Place(range.From, 0);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(reach.FindOfficer(AccessScopes.As(context), officer));
        var links = new NpgsqlBatchCommand(known is null ? Links : LinksKnown)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = officer },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = range.Until },
            },
        };
        var entries = new NpgsqlBatchCommand(known is null ? Sql : SqlKnown)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = officer },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = from.OccurredAt },
                new NpgsqlParameter<long> { TypedValue = from.Seq },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = range.Until },
                new NpgsqlParameter<string?> { TypedValue = kind?.Word(), NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<int> { TypedValue = page.Limit + 1 },
            },
        };
        if (known is not null)
        {
            KnownEvents.Bind(links.Parameters, known);
            KnownEvents.Bind(entries.Parameters, known);
        }
        batch.BatchCommands.Add(links);
        batch.BatchCommands.Add(entries);
        await using var reader = await batch.ExecuteReaderAsync(context.RequestAborted);
        if (!await reader.ReadAsync(context.RequestAborted))
            return null;
        var own = reader.GetBoolean(1);
        form = form.For(own);
        await reader.NextResultAsync(context.RequestAborted);
        var linked = await EntryLinks.ReadAsync(reader, context.RequestAborted);
        await reader.NextResultAsync(context.RequestAborted);
        var last = default(Place);
        while (await reader.ReadAsync(context.RequestAborted))
        {
            if (rows.Count == page.Limit)
                return new Next(last, own, form);
            rows.Append(reader, 0);
            form.Finish(rows, form.Sequence ? reader.GetInt64(2) : 0, linked);
            if (rows.Count == page.Limit)
                last = new Place(reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2));
        }
        return new Next(null, own, form);
    }

    private static string EntriesSql(string also) =>
        $"""
            SELECT h.entry, h.occurred_at, h.seq FROM readmodels.history AS h
            WHERE h.officer_id = $1
              AND (h.occurred_at, h.seq) > ($2, $3) AND h.occurred_at <= $4
              AND ($5::text IS NULL OR h.stream = $5) {also}
            ORDER BY h.occurred_at, h.seq
            LIMIT $6
            """;

    private static string LinksSql(string also) =>
        $"""
            SELECT h.from_id, h.from_kind, h.to_id, h.to_kind FROM readmodels.links AS h
            WHERE h.officer_id = $1 AND h.occurred_at <= $2 {also}
            ORDER BY h.occurred_at, h.to_id
            """;

    private static IResult NotFound(HttpContext context) =>
        Problems.Of(context, StatusCodes.Status404NotFound, "not-found");

    /// <summary>An entry's place in the order of a history.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(DateTimeOffset OccurredAt, long Seq);

    /// <summary>What is asked for of whose history, and how.</summary>
    private sealed record Asked(
        Guid Officer,
        TimeRange Range,
        KnownAt? Known,
        StreamKind? Kind,
        EntryForm Form,
        Page<Place> Page
    );

    /// <summary>Where the next page begins, whether the reader is the officer, and in what form the entries were given.</summary>
    private sealed record Next(Place? Place, bool Own, EntryForm Form);
}

/// <summary>A history's entry as it is answered.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="StreamId">The stream's id.</param>
/// <param name="Stream">The stream's kind.</param>
/// <param name="Version">The event's place in its stream.</param>
/// <param name="Type">The event's type, which is the key of its wording.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When it was stored.</param>
/// <param name="Actor">Opaque id of who did it.</param>
/// <param name="UnitCode">The unit concerned then.</param>
/// <param name="Facts">What happened, by field; sealed text is left out.</param>
/// <param name="Links">Records that its own came from or led to, where there are any; not in a replay.</param>
/// <param name="Seq">Global order of recording; auditors only.</param>
/// <param name="Text">Wording in the reader's language, unless <c>text=false</c>.</param>
internal sealed record HistoryItem(
    Guid Id,
    Guid StreamId,
    StreamKind Stream,
    long Version,
    string Type,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string Actor,
    string? UnitCode,
    JsonElement Facts,
    EntryLinks.Answer? Links,
    long? Seq,
    string? Text
);

using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Boards;

/// <summary>A deadline of a warning.</summary>
/// <param name="WarningId">The warning.</param>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit when it was raised.</param>
/// <param name="Kind">For what.</param>
/// <param name="Result">Whether it was kept or missed.</param>
/// <param name="DueAt">Until when it was to be met.</param>
/// <param name="MetAt">When it was, where it was.</param>
internal sealed record DeadlineItem(
    Guid WarningId,
    Guid OfficerId,
    string UnitCode,
    DeadlineKind Kind,
    DeadlineResult Result,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt
);

/// <summary>The deadlines that were kept, and those that were missed, the latest first.</summary>
internal static class ListDeadlines
{
    /// <summary>What became of those that have been kept or have passed.</summary>
    internal enum ResultFilter
    {
        Kept,
        Missed,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/warning-board/deadlines", HandleAsync)
            .AllowRoles(GetCareBoard.Readers)
            .Describe(
                new(Does.List, "listDeadlines", "Lists the deadlines of warnings that were kept or missed")
                {
                    Answer = typeof(DeadlineItem),
                    Unknown = ["not-found"],
                    Query =
                    [
                        .. Scope.Parameters,
                        GetWarningBoard.Since,
                        new("result", typeof(ResultFilter), "What became of them."),
                        new("kind", typeof(DeadlineKind), "For what they were set."),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Scopes scopes,
        NpgsqlDataSource database,
        BureauCalendar calendar
    )
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var since = query.Date("since") is { } day ? TimeRange.StartOf(day, calendar) : (DateTimeOffset?)null;
        var (result, kind) = (query.Choice<ResultFilter>("result"), query.Choice<DeadlineKind>("kind"));
        var page = Page.Of<(DateTimeOffset DueAt, Guid Warning, bool Intervene)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var where = WarningReader.Counting(scope, since);
        var at = where.Add(scope.AsOf.At);
        var (kept, missed) = (WarningReader.Kept(at), WarningReader.Missed(at));
        where.And(
            result switch
            {
                ResultFilter.Kept => kept,
                ResultFilter.Missed => missed,
                _ => $"({kept} OR {missed})",
            }
        );
        where.AndIf("d.kind = {0}", EnumNames.Of(kind));
        const string Place = "d.due_at, d.warning_id, d.kind = 'intervene'";
        if (page.After is { } after)
            where.And(
                $"({Place}) < ({where.Add(after.DueAt)}, {where.Add(after.Warning)}, {where.Add(after.Intervene)})"
            );
        await using var command = database.CreateCommand(
            $"SELECT {Place}, d.officer_id, d.unit_code, {kept} IS TRUE, CASE WHEN d.met_at <= {at} THEN d.met_at END "
                + $"FROM {WarningReader.Deadlines} WHERE {where} "
                + $"ORDER BY d.due_at DESC, d.warning_id DESC, d.kind = 'intervene' DESC LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(
            http,
            reader,
            page,
            Item,
            row => (row.GetFieldValue<DateTimeOffset>(0), row.GetGuid(1), row.GetBoolean(2))
        );
    }

    private static ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new DeadlineItem(
                row.GetGuid(1),
                row.GetGuid(3),
                row.GetString(4),
                row.GetBoolean(2) ? DeadlineKind.Intervene : DeadlineKind.Acknowledge,
                row.GetBoolean(5) ? DeadlineResult.Kept : DeadlineResult.Missed,
                row.GetFieldValue<DateTimeOffset>(0),
                row.GetFieldValue<DateTimeOffset?>(6)
            ),
            CareJson.Options
        );
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer as the record stands: identity, career and what it comes to.</summary>
/// <param name="Id">The officer.</param>
/// <param name="BadgeNumber">Absent where the officer was erased.</param>
/// <param name="Name">Absent where the officer was erased.</param>
/// <param name="UnitCode">The unit.</param>
/// <param name="Rank">The rank.</param>
/// <param name="Post">The post.</param>
/// <param name="AppointedOn">The day of appointment.</param>
/// <param name="Status">Whether the officer serves, or was erased.</param>
/// <param name="InUnitSince">First day in the unit.</param>
/// <param name="DepartedOn">First day out of service.</param>
/// <param name="Talents">Categories of talents.</param>
/// <param name="Safeguards">What protects the record, where anything does.</param>
/// <param name="Erasure">How far an erasure has come, where one is proposed.</param>
/// <param name="Summary">What the care record comes to, for those who may read it.</param>
/// <param name="Orders">Orders that wait for their day, where there are any.</param>
internal sealed record OfficerAnswer(
    Guid Id,
    string? BadgeNumber,
    string? Name,
    string UnitCode,
    string? Rank,
    string? Post,
    DateOnly AppointedOn,
    OfficerStatus Status,
    DateOnly InUnitSince,
    DateOnly? DepartedOn,
    IReadOnlyList<TalentCategory> Talents,
    Safeguards? Safeguards,
    ErasureStatus? Erasure,
    OfficerSummary? Summary,
    IReadOnlyList<CareerOrder>? Orders = null
);

/// <summary>One officer, by id or by badge number.</summary>
internal sealed class GetOfficer(
    NpgsqlDataSource database,
    AccessScopes scopes,
    CareReader care,
    BureauCalendar calendar,
    TimeProvider clock
)
{
    private const string Sql = """
        SELECT o.mt_version, o.data, i.badge_number, i.name, c.nominated, c.approved, c.declined, c.conferred, c.revoked,
            w.open, w.level, n.open, t.held, t.last, c.honours, c.honoured, w.first, n.first, t.in_quarter, t.next
        FROM readmodels.mt_doc_officer AS o
        LEFT JOIN identities.officers AS i ON i.officer_id = o.id
        CROSS JOIN LATERAL (
            SELECT count(*) AS nominated, count(approved_on) AS approved, count(declined_on) AS declined,
                count(conferred_on) AS conferred, count(revoked_on) AS revoked,
                count(approved_on) FILTER (WHERE revoked_on IS NULL) AS honours,
                max(approved_on) FILTER (WHERE revoked_on IS NULL) AS honoured
            FROM readmodels.mt_doc_commendation WHERE officer_id = o.id) AS c
        CROSS JOIN LATERAL (
            SELECT count(*) AS open, max(array_position(ARRAY['blue', 'yellow', 'orange', 'red'], level)) AS level,
                min(at) AS first
            FROM readmodels.mt_doc_warning WHERE officer_id = o.id AND mt_doc_warning.open) AS w
        CROSS JOIN LATERAL (
            SELECT count(*) AS open, min(at) AS first FROM readmodels.mt_doc_intervention
            WHERE officer_id = o.id AND mt_doc_intervention.open) AS n
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE status = 'held') AS held, max(held_at) FILTER (WHERE status = 'held') AS last,
                coalesce(bool_or(
                    status = 'held' AND held_at BETWEEN $2 AND $3 AND (trigger IS NULL OR trigger = 'quarterly')), FALSE)
                    AS in_quarter,
                min(scheduled_for) FILTER (WHERE status = 'scheduled') AS next
            FROM readmodels.mt_doc_talk WHERE officer_id = o.id) AS t
        WHERE (i.officer_id IS NOT NULL OR o.status = 'erased') AND
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        Declare(api.MapGet("/officers/{id:guid}", ById), "getOfficer", "An officer, by id");
        Declare(api.MapGet("/officers/by-badge/{badge}", ByBadge), "getOfficerByBadge", "An officer, by badge number");
    }

    private static Task<IResult> ById(HttpContext http, GetOfficer officers, Guid id) =>
        officers.AnswerAsync(http, "o.id = $1", SqlParameter.Of(id));

    private static Task<IResult> ByBadge(HttpContext http, GetOfficer officers, string badge) =>
        officers.AnswerAsync(http, "i.badge_number = $1", SqlParameter.Of(badge));

    private static void Declare(RouteHandlerBuilder endpoint, string id, string summary) =>
        endpoint
            .AllowRoles(
                Role.Auditor,
                Role.Administrator,
                Role.Integrator,
                Role.Commander,
                Role.PoliticalOfficer,
                Role.Counsellor,
                Role.Officer
            )
            .Describe(
                new Operation(Does.ReadOne, id, summary)
                {
                    Answer = typeof(OfficerAnswer),
                    Query =
                    [
                        AsOf.Parameter with
                        {
                            Description =
                                "The career and the summary as of the end of this day (the bureau's), or of a time; as "
                                + "they stand without it. Who an officer is, is always told as it is now.",
                        },
                    ],
                }
            );

    private async Task<IResult> AnswerAsync(HttpContext http, string which, NpgsqlParameter value)
    {
        var caller = Caller.Of(http);
        var query = new Query(http);
        var asOf = AsOf.Of(query, calendar, clock);
        var then = query.Text("asOf") is not null;
        var reach = await scopes.OfAsync(caller, http.RequestAborted);
        await using var command = database.CreateCommand($"{Sql} {which}");
        command.Parameters.Add(value);
        var quarter = Quarter.Of(asOf.Day);
        command.Parameters.Add(SqlParameter.Of(calendar.StartOf(quarter.First)));
        command.Parameters.Add(SqlParameter.Of(TimeRange.EndOf(quarter.Last, calendar)));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var officer = reader.State<Officer>(1);
        if (!reach.Covers(officer.UnitCode, officer.Id))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (query.Refusal() is { } refused)
            return refused;
        var cares = await CareReachAsync(caller, reach, scopes, http.RequestAborted);
        var withSummary =
            cares.Covers(officer.UnitCode, officer.Id)
            && (!officer.Restricted || cares.IsEverything || cares.Own == officer.Id);
        var (shown, facts) = then ? await ThenAsync(officer.Id, asOf, http.RequestAborted) : (officer, FactsOf(reader));
        if (shown is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var episode =
            withSummary && facts.OpenWarnings + facts.OpenInterventions > 0
                ? await care.EpisodeAsync(officer.Id, then ? asOf.Until : DateTimeOffset.MaxValue, http.RequestAborted)
                : null;
        var summary = withSummary ? facts.On(asOf.Day, shown, episode, calendar) : null;
        var body = JsonSerializer.SerializeToUtf8Bytes(Answer(shown, reader, summary), CareJson.Options);
        // The answer holds more than the officer's own stream: its revision tells what else changed.
        var revision = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(body));
        return Etags.NotModified(http, Etags.Of(reader.GetInt64(0), revision))
            ?? Results.Bytes(body, "application/json");
    }

    private async Task<(Officer? Officer, SummaryFacts Facts)> ThenAsync(Guid id, AsOf asOf, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            $"SELECT {RecordedEvents.Columns} FROM events.mt_events AS e "
                + $"WHERE e.stream_id = ANY({StoredEvents.StreamsOf("$1")}) AND {StoredEvents.OccurredAt} <= $2 "
                + "ORDER BY e.stream_id, e.version"
        );
        command.Parameters.Add(SqlParameter.Of(id));
        command.Parameters.Add(SqlParameter.Of(asOf.Until));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var states = (await EventsThen.FoldAsync(reader, calendar, stop)).Values;
        return (
            states.OfType<Officer>().SingleOrDefault(x => x.Id == id),
            SummaryFacts.Of(id, states, Quarter.Of(asOf.Day), calendar)
        );
    }

    /// <summary>Whose care records the caller may read: an office that reaches everybody reads nobody's.</summary>
    private static async Task<AccessScope> CareReachAsync(
        Caller caller,
        AccessScope reach,
        AccessScopes scopes,
        CancellationToken stop
    )
    {
        var roles = caller.Roles.Intersect(Histories.GetHistory.Readers).ToHashSet();
        return roles.Count == 0 ? new AccessScope([], new HashSet<Guid>())
            : roles.SetEquals(caller.Roles) ? reach
            : await scopes.OfAsync(caller with { Roles = roles }, stop);
    }

    private static OfficerAnswer Answer(Officer officer, NpgsqlDataReader row, OfficerSummary? summary) =>
        new(
            officer.Id,
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            officer.UnitCode,
            officer.Rank,
            officer.Post,
            officer.AppointedOn,
            officer.Status,
            officer.InUnitSince,
            officer.DepartedOn,
            officer.Talents,
            officer.Safeguards,
            officer.Erasure?.Status,
            summary,
            officer.Orders
        );

    private static SummaryFacts FactsOf(NpgsqlDataReader row) =>
        new(
            new CommendationCounts(row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)),
            row.GetInt64(14),
            row.GetFieldValue<DateOnly?>(15),
            row.GetInt64(9),
            row.IsDBNull(10) ? null : (WarningLevel)(row.GetInt32(10) - 1),
            row.GetFieldValue<DateTimeOffset?>(16),
            row.GetInt64(11),
            row.GetFieldValue<DateTimeOffset?>(17),
            row.GetInt64(12),
            row.GetFieldValue<DateTimeOffset?>(13),
            row.GetBoolean(18),
            row.GetFieldValue<DateTimeOffset?>(19)
        );
}

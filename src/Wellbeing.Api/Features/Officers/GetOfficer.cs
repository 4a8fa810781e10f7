using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
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
    OfficerSummary? Summary
);

/// <summary>What an officer's care record comes to; left out for those who may not read it.</summary>
/// <param name="Commendations">The officer's own commendations.</param>
/// <param name="OpenWarnings">Warnings that are open.</param>
/// <param name="WarningLevel">The highest level of these.</param>
/// <param name="OpenInterventions">Interventions that are open.</param>
/// <param name="TalksHeld">Talks that took place and were not voided.</param>
/// <param name="LastTalkAt">When the last of them did.</param>
internal sealed record OfficerSummary(
    CommendationCounts Commendations,
    long OpenWarnings,
    WarningLevel? WarningLevel,
    long OpenInterventions,
    long TalksHeld,
    DateTimeOffset? LastTalkAt
);

/// <summary>An officer's own commendations, by what happened to them.</summary>
internal sealed record CommendationCounts(long Nominated, long Approved, long Declined, long Conferred, long Revoked);

/// <summary>One officer, by id or by badge number.</summary>
internal static class GetOfficer
{
    private const string Sql = """
        SELECT o.version, o.state, i.badge_number, i.name, c.nominated, c.approved, c.declined, c.conferred, c.revoked,
            w.open, w.level, n.open, t.held, t.last
        FROM readmodels.officers AS o
        LEFT JOIN identities.officers AS i ON i.officer_id = o.id
        CROSS JOIN LATERAL (
            SELECT count(*) AS nominated, count(approved_on) AS approved, count(declined_on) AS declined,
                count(conferred_on) AS conferred, count(revoked_on) AS revoked
            FROM readmodels.commendations WHERE officer_id = o.id) AS c
        CROSS JOIN LATERAL (
            SELECT count(*) AS open, max(array_position(ARRAY['blue', 'yellow', 'orange', 'red'], level)) AS level
            FROM readmodels.warnings WHERE officer_id = o.id AND warnings.open) AS w
        CROSS JOIN LATERAL (
            SELECT count(*) AS open FROM readmodels.interventions
            WHERE officer_id = o.id AND interventions.open) AS n
        CROSS JOIN LATERAL (
            SELECT count(*) AS held, max(held_at) AS last FROM readmodels.talks
            WHERE officer_id = o.id AND status = 'held') AS t
        WHERE (i.officer_id IS NOT NULL OR o.status = 'erased') AND
        """;

    public static void Map(IEndpointRouteBuilder api)
    {
        Declare(api.MapGet("/officers/{id:guid}", ById), "getOfficer", "An officer, by id");
        Declare(api.MapGet("/officers/by-badge/{badge}", ByBadge), "getOfficerByBadge", "An officer, by badge number");
    }

    private static Task<IResult> ById(HttpContext http, NpgsqlDataSource database, Reaching reaching, Guid id) =>
        AnswerAsync(http, database, reaching, "o.id = $1", Lookups.Value(id));

    private static Task<IResult> ByBadge(
        HttpContext http,
        NpgsqlDataSource database,
        Reaching reaching,
        string badge
    ) => AnswerAsync(http, database, reaching, "i.badge_number = $1", Lookups.Value(badge));

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
            .Describe(new Operation(Does.ReadOne, id, summary) { Answer = typeof(OfficerAnswer) });

    private static async Task<IResult> AnswerAsync(
        HttpContext http,
        NpgsqlDataSource database,
        Reaching reaching,
        string which,
        NpgsqlParameter value
    )
    {
        var caller = Caller.Of(http);
        var reach = await reaching.OfAsync(caller, http.RequestAborted);
        await using var command = database.CreateCommand($"{Sql} {which}");
        command.Parameters.Add(value);
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await reader.ReadAsync(http.RequestAborted))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var officer = (Officer)States.StateOf(StreamKind.Officer, reader.GetFieldValue<byte[]>(1));
        if (!reach.Covers(officer.UnitCode, officer.Id))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        var care = await CareReachAsync(caller, reach, reaching, http.RequestAborted);
        var withSummary =
            care.Covers(officer.UnitCode, officer.Id)
            && (!officer.Restricted || care.IsEverything || care.Own == officer.Id);
        var body = JsonSerializer.SerializeToUtf8Bytes(Answer(officer, reader, withSummary), CareJson.Options);
        // The answer holds more than the officer's own stream: its revision tells what else changed.
        var revision = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(body));
        return Etags.NotModified(http, Etags.Of(reader.GetInt64(0), revision))
            ?? Results.Bytes(body, "application/json");
    }

    /// <summary>Whose care records the caller may read: an office that reaches everybody reads nobody's.</summary>
    private static async Task<Reach> CareReachAsync(
        Caller caller,
        Reach reach,
        Reaching reaching,
        CancellationToken stop
    )
    {
        var roles = caller.Roles.Intersect(Histories.GetHistory.Readers).ToHashSet();
        return roles.Count == 0 ? new Reach([], new HashSet<Guid>())
            : roles.SetEquals(caller.Roles) ? reach
            : await reaching.OfAsync(caller with { Roles = roles }, stop);
    }

    private static OfficerAnswer Answer(Officer officer, NpgsqlDataReader row, bool withSummary) =>
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
            withSummary
                ? new OfficerSummary(
                    new CommendationCounts(
                        row.GetInt64(4),
                        row.GetInt64(5),
                        row.GetInt64(6),
                        row.GetInt64(7),
                        row.GetInt64(8)
                    ),
                    row.GetInt64(9),
                    row.IsDBNull(10) ? null : (WarningLevel)(row.GetInt32(10) - 1),
                    row.GetInt64(11),
                    row.GetInt64(12),
                    row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13)
                )
                : null
        );
}

using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features;

/// <summary>What a caller may see: everything, the units of a subtree, one officer; what lies outside does not exist.</summary>
/// <param name="UnitCodes">Codes of the units, for <c>= ANY($n)</c>; null for all.</param>
/// <param name="OfficerId">The caller as an officer, or null.</param>
internal sealed record Reach(string[]? UnitCodes, Guid? OfficerId = null)
{
    public static Reach Everything { get; } = new(UnitCodes: null);

    public static Reach Nothing { get; } = new(UnitCodes: []);

    public bool Covers(string? unitCode, Guid? officerId) =>
        UnitCodes is null
        || (unitCode is not null && UnitCodes.Contains(unitCode))
        || (OfficerId is not null && OfficerId == officerId);
}

/// <summary>
/// Finds out a caller's reach at the time of asking. Of several roles only those count that the endpoint lets in: who may
/// come in as an officer does not see as an administrator.
/// </summary>
internal sealed class Reaches(NpgsqlDataSource database)
{
    public Task<Reach> ReachOf(HttpContext context, CancellationToken stop) => ReachOf(CallerOf(context), stop);

    public async Task<Reach> ReachOf(Caller caller, CancellationToken stop)
    {
        if (SeesAll(caller))
            return Reach.Everything;
        var (unit, badge) = (UnitOf(caller), BadgeOf(caller));
        if (unit is null && badge is null)
            return Reach.Nothing;
        await using var command = database.CreateCommand(Sql.ReachOf);
        command.Parameters.Add(Text(unit));
        command.Parameters.Add(Text(badge));
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return new Reach(
            reader.GetFieldValue<string[]>(0),
            await reader.IsDBNullAsync(1, stop) ? null : reader.GetGuid(1)
        );
    }

    /// <summary>Whether an officer exists within the reach of the request's caller.</summary>
    public async Task<bool> HasOfficer(HttpContext context, Guid officerId, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(FindOfficer(context, officerId));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop);
    }

    /// <summary>The same question as the first statement of a batch: one row for yes, none for no.</summary>
    public static NpgsqlBatchCommand FindOfficer(HttpContext context, Guid officerId)
    {
        var caller = CallerOf(context);
        return new NpgsqlBatchCommand(Sql.FindOfficer)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = officerId },
                new NpgsqlParameter<bool> { TypedValue = SeesAll(caller) },
                Text(UnitOf(caller)),
                Text(BadgeOf(caller)),
            },
        };
    }

    private static Caller CallerOf(HttpContext context)
    {
        var caller = Caller.Of(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<RoleRequirement>() is { } asked
            ? caller with
            {
                Roles = caller.Roles.Intersect(asked.Roles).ToHashSet(),
            }
            : caller;
    }

    // An administrator and an integrator act on all units and officers; whether they read care records is the endpoint's.
    private static bool SeesAll(Caller caller) =>
        caller.Roles.Contains(Role.Auditor)
        || caller.Roles.Contains(Role.Administrator)
        || caller.Roles.Contains(Role.Integrator);

    private static string? UnitOf(Caller caller) =>
        caller.Roles.Contains(Role.PoliticalOfficer) || caller.Roles.Contains(Role.Commander) ? caller.Unit : null;

    private static string? BadgeOf(Caller caller) => caller.Roles.Contains(Role.Officer) ? caller.Badge : null;

    private static NpgsqlParameter<string?> Text(string? value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static class Sql
    {
        public const string ReachOf = """
            WITH RECURSIVE below AS (
              SELECT unit_code FROM readmodels.units WHERE unit_code = $1
              UNION
              SELECT u.unit_code FROM readmodels.units AS u JOIN below ON u.parent_code = below.unit_code
            )
            SELECT ARRAY(SELECT unit_code FROM below),
                   (SELECT officer_id FROM identities.officers WHERE badge_number = $2)
            """;

        // From the officer's unit up: a chain of a few units, where the way down may be the whole bureau.
        public const string FindOfficer = """
            SELECT 1 FROM readmodels.officers AS o
            WHERE o.id = $1 AND (
              $2
              OR o.id = (SELECT officer_id FROM identities.officers WHERE badge_number = $4)
              OR $3 IN (
                WITH RECURSIVE above AS (
                  SELECT unit_code, parent_code FROM readmodels.units WHERE unit_code = o.unit_code
                  UNION
                  SELECT u.unit_code, u.parent_code FROM readmodels.units AS u JOIN above ON u.unit_code = above.parent_code
                )
                SELECT unit_code FROM above
              )
            )
            """;
    }
}

using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features;

/// <summary>Which records a caller may reach, as the unit tree stands now.</summary>
/// <param name="UnitCodes">The units; null for all.</param>
/// <param name="OfficerId">The caller's own record, for an officer.</param>
internal sealed record Reach(IReadOnlyList<string>? UnitCodes, Guid? OfficerId)
{
    public static Reach Everything { get; } = new(null, null);

    public static Reach Nothing { get; } = new([], null);

    public bool IsEverything => UnitCodes is null;

    /// <summary>Whether a record of an officer, or of a unit, is within reach.</summary>
    /// <param name="unitCode">The unit that it belongs to now.</param>
    /// <param name="officerId">The officer that it is about, or null for a unit's.</param>
    public bool Covers(string unitCode, Guid? officerId) =>
        UnitCodes is null
        || UnitCodes.Contains(unitCode, StringComparer.Ordinal)
        || (OfficerId is not null && OfficerId == officerId);
}

/// <summary>Finds a caller's reach: a query for whom a unit or a badge binds, none for the others.</summary>
internal sealed class Reaching(NpgsqlDataSource database)
{
    public async Task<Reach> OfAsync(Caller caller, CancellationToken stop)
    {
        if (caller.Roles.Overlaps(Unbound))
            return Reach.Everything;
        await using var connection = await database.OpenConnectionAsync(stop);
        return await OfAsync(caller, connection, stop);
    }

    /// <summary>
    /// Auditors, administrators and integrators reach all; whoever serves a unit, that unit and those below it; an officer
    /// the own record; a counsellor nobody until a warning or an intervention is open. What a role may do there is the
    /// endpoint's to say.
    /// </summary>
    public static async Task<Reach> OfAsync(Caller caller, NpgsqlConnection connection, CancellationToken stop)
    {
        if (caller.Roles.Overlaps(Unbound))
            return Reach.Everything;
        var reach = Reach.Nothing;
        if (caller.Roles.Overlaps(BoundToUnit) && caller.Unit is { } unit)
            reach = reach with { UnitCodes = await BelowAsync(connection, unit, stop) };
        if (caller.Roles.Contains(Role.Officer) && caller.Badge is { } badge)
            reach = reach with { OfficerId = await OfficerAsync(connection, badge, stop) };
        return reach;
    }

    /// <summary>
    /// The caller with only those roles that the endpoint lets in: who may read as an officer does not reach as an
    /// administrator, where one token holds both.
    /// </summary>
    public static Caller As(HttpContext context)
    {
        var caller = Caller.Of(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<RoleRequirement>() is { } asked
            ? caller with
            {
                Roles = caller.Roles.Intersect(asked.Roles).ToHashSet(),
            }
            : caller;
    }

    /// <summary>Whether there is such an officer within the reach of the request's caller.</summary>
    public async Task<bool> HasOfficerAsync(HttpContext context, Guid officerId, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(FindOfficer(context, officerId));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop);
    }

    /// <summary>The same question as a statement of a batch: one row for yes, none for no.</summary>
    public static NpgsqlBatchCommand FindOfficer(HttpContext context, Guid officerId)
    {
        var caller = As(context);
        return new NpgsqlBatchCommand(OfficerWithin)
        {
            Parameters =
            {
                Lookups.Value(officerId),
                Lookups.Value(caller.Roles.Overlaps(Unbound)),
                Text(caller.Roles.Overlaps(BoundToUnit) ? caller.Unit : null),
                Text(caller.Roles.Contains(Role.Officer) ? caller.Badge : null),
            },
        };

        static NpgsqlParameter Text(string? value) =>
            new NpgsqlParameter<string?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
    }

    // From the officer's unit up: a chain of a few units, where the way down may be the whole bureau.
    private const string OfficerWithin = """
        SELECT 1 FROM readmodels.officers AS o
        WHERE o.id = $1 AND (
            $2
            OR o.id = (SELECT officer_id FROM identities.officers WHERE badge_number = $4)
            OR $3 IN (
                WITH RECURSIVE above (unit_code, parent_code) AS (
                    SELECT unit_code, parent_code FROM readmodels.units WHERE unit_code = o.unit_code
                    UNION
                    SELECT u.unit_code, u.parent_code FROM readmodels.units u JOIN above a ON u.unit_code = a.parent_code)
                SELECT unit_code FROM above))
        """;

    private static readonly Role[] Unbound = [Role.Auditor, Role.Administrator, Role.Integrator];
    private static readonly Role[] BoundToUnit = [Role.PoliticalOfficer, Role.Commander];

    private static async Task<List<string>> BelowAsync(NpgsqlConnection connection, string unit, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Lookups.Below + " SELECT unit_code FROM below", connection)
        {
            Parameters = { Lookups.Value(unit) },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var codes = new List<string>();
        while (await reader.ReadAsync(stop))
            codes.Add(reader.GetString(0));
        return codes;
    }

    private static async Task<Guid?> OfficerAsync(NpgsqlConnection connection, string badge, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "SELECT officer_id FROM identities.officers WHERE badge_number = $1",
            connection
        )
        {
            Parameters = { Lookups.Value(badge) },
        };
        return (Guid?)await command.ExecuteScalarAsync(stop);
    }
}

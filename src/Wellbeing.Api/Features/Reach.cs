using Npgsql;
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

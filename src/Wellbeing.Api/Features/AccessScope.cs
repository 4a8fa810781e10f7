using System.Collections.Frozen;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features;

/// <summary>Which records a caller may reach, as the unit tree and the open cases stand now.</summary>
/// <param name="UnitCodes">The units; null for all.</param>
/// <param name="OfficerIds">
/// Single officers: the caller, those under a counsellor's care, and those to whom access was taken beyond the usual reach.
/// </param>
/// <param name="Own">The officer that the caller is, in that role.</param>
internal sealed record AccessScope(IReadOnlyList<string>? UnitCodes, IReadOnlySet<Guid> OfficerIds, Guid? Own = null)
{
    public static AccessScope Everything { get; } = new(null, FrozenSet<Guid>.Empty);

    public bool IsEverything => UnitCodes is null;

    /// <summary>Whether a record of an officer, or of a unit, is within reach.</summary>
    /// <param name="unitCode">The unit that it belongs to now.</param>
    /// <param name="officerId">The officer that it is about, or null for a unit's.</param>
    public bool Covers(string unitCode, Guid? officerId) =>
        UnitCodes is null
        || UnitCodes.Contains(unitCode, StringComparer.Ordinal)
        || (officerId is { } officer && OfficerIds.Contains(officer));
}

/// <summary>Finds a caller's reach: a round trip for whom a unit, a badge or an override binds, none for the others.</summary>
internal sealed class AccessScopes(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly Role[] Unbound = [Role.Auditor, Role.Administrator, Role.Integrator];
    private static readonly Role[] BoundToUnit = [Role.PoliticalOfficer, Role.Commander];
    private static readonly Role[] MayOverride = [Role.PoliticalOfficer, Role.Counsellor];

    // From the officer's unit up: a chain of a few units, where the way down may be the whole bureau.
    private static readonly string OfficerWithin = $$"""
        SELECT o.unit_code, coalesce(o.id = {{Persons.OfBadge("$4")}}, false)
        FROM readmodels.mt_doc_officer AS o
        WHERE o.id = {0} AND (
            $2
            OR o.restricted IS NOT TRUE
            OR o.id = {{Persons.OfBadge("$4")}}
        ) AND (
            $2
            OR o.id = {{Persons.OfBadge("$4")}}
            OR $3 IN (
                WITH RECURSIVE above (unit_code, parent_code) AS (
                    SELECT unit_code, parent_code FROM readmodels.mt_doc_unit WHERE unit_code = o.unit_code
                    UNION
                    SELECT u.unit_code, u.parent_code FROM readmodels.mt_doc_unit u JOIN above a ON u.unit_code = a.parent_code)
                SELECT unit_code FROM above)
            OR ($5 AND {{InCare("o.id", OpenTo("$6"))}})
            OR ($8 AND o.id IN (SELECT officer_id FROM readmodels.mt_doc_access WHERE {{Persons.Same(
            "by",
            "$6"
        )}} AND until > $7)))
        """;

    private static readonly string OfficerByIdWithin = OfficerWithin.Replace("{0}", "$1", StringComparison.Ordinal);

    /// <summary>Whether an officer has an open warning or intervention.</summary>
    public static string UnderCare(string officer) => InCare(officer, "uw.open");

    // A warning brings its officer into the reach of other counsellors at once, and of who raised it when somebody else has
    // acted on it: nobody opens a record to oneself by raising a warning.
    private static string OpenTo(string sub) =>
        $"uw.open AND (NOT {Persons.Same("uw.raised_by", sub)} OR uw.taken_up_by IS NOT NULL)";

    private static string InCare(string officer, string warned) =>
        $"(EXISTS (SELECT FROM readmodels.mt_doc_warning AS uw WHERE uw.officer_id = {officer} AND {warned}) "
        + $"OR EXISTS (SELECT FROM readmodels.mt_doc_intervention AS ui WHERE ui.officer_id = {officer} AND ui.open))";

    private static readonly string CaredFor =
        $"SELECT uw.officer_id FROM readmodels.mt_doc_warning AS uw WHERE {OpenTo("$1")} "
        + "UNION SELECT ui.officer_id FROM readmodels.mt_doc_intervention AS ui WHERE ui.open";

    public async Task<AccessScope> OfAsync(Caller caller, CancellationToken stop)
    {
        if (caller.Roles.Overlaps(Unbound))
            return AccessScope.Everything;
        await using var connection = await database.OpenConnectionAsync(stop);
        return await OfAsync(caller, connection, stop);
    }

    /// <summary>
    /// Auditors, administrators and integrators reach all; whoever serves a unit, that unit and those below it; an officer
    /// the own record; a counsellor the officers with an open warning or intervention; political officers and counsellors
    /// also those to whom they took access. What a role may do there is the endpoint's to say.
    /// </summary>
    public async Task<AccessScope> OfAsync(Caller caller, NpgsqlConnection connection, CancellationToken stop)
    {
        if (caller.Roles.Overlaps(Unbound))
            return AccessScope.Everything;
        var (units, officers, own) = (new List<string>(), new HashSet<Guid>(), (Guid?)null);
        await using var batch = new NpgsqlBatch(connection);
        var read = new List<Action<NpgsqlDataReader>>();
        if (caller.Roles.Overlaps(BoundToUnit) && caller.Unit is { } unit)
            Ask(
                UnitTree.Below + " SELECT unit_code FROM below",
                reader => units.Add(reader.GetString(0)),
                SqlParameter.Of(unit)
            );
        if (caller.Roles.Contains(Role.Officer) && caller.Badge is { } badge)
            Ask(
                $"SELECT found.id FROM (SELECT {Persons.OfBadge("$1")}) AS found (id) WHERE found.id IS NOT NULL",
                reader => own = reader.GetGuid(0),
                SqlParameter.Of(badge)
            );
        if (caller.Roles.Contains(Role.Counsellor))
            Ask(CaredFor, reader => officers.Add(reader.GetGuid(0)), SqlParameter.Of(caller.Sub.Key));
        if (caller.Roles.Overlaps(MayOverride))
            Ask(
                $"SELECT officer_id FROM readmodels.mt_doc_access WHERE {Persons.Same("by", "$1")} AND until > $2",
                reader => officers.Add(reader.GetGuid(0)),
                SqlParameter.Of(caller.Sub.Key),
                SqlParameter.Of(clock.GetUtcNow().ToUniversalTime())
            );
        if (read.Count > 0)
        {
            await using var reader = await batch.ExecuteReaderAsync(stop);
            foreach (var next in read)
            {
                while (await reader.ReadAsync(stop))
                    next(reader);
                await reader.NextResultAsync(stop);
            }
        }
        if (own is { } self)
            officers.Add(self);
        return new AccessScope(units, officers, own);

        void Ask(string sql, Action<NpgsqlDataReader> row, params ReadOnlySpan<NpgsqlParameter> parameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters)
                command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
            read.Add(row);
        }
    }

    /// <summary>
    /// The caller with only those roles that the endpoint lets in: who may read as an officer does not reach as an
    /// administrator, where one token holds both.
    /// </summary>
    public static Caller As(HttpContext context)
    {
        var caller = Caller.Of(context);
        return
            context.GetEndpoint()?.Metadata.GetMetadata<RoleRequirement>() is { } asked
            && !caller.Roles.All(asked.Roles.Contains)
            ? caller with
            {
                Roles = caller.Roles.Intersect(asked.Roles).ToHashSet(),
            }
            : caller;
    }

    /// <summary>The same caller as a reader of records: a system, which holds no other role, reaches by no role what it did not post.</summary>
    public static Caller AsReader(HttpContext context)
    {
        var caller = As(context);
        return caller.Roles.Contains(Role.Integrator) ? caller with { Roles = FrozenSet<Role>.Empty } : caller;
    }

    /// <summary>Whether the request's caller is the officer; null where there is no such officer within reach.</summary>
    public async Task<bool?> FindAsync(HttpContext context, Guid officerId)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(FindOfficer(As(context), officerId));
        await using var reader = await batch.ExecuteReaderAsync(context.RequestAborted);
        return await reader.ReadAsync(context.RequestAborted) ? reader.GetBoolean(1) : null;
    }

    /// <summary>
    /// The same question as a statement of a batch: a row for yes (the officer's unit, and whether the caller is the officer), none
    /// for no.
    /// </summary>
    /// <param name="caller">Who asks, in the roles that count.</param>
    /// <param name="id">The officer's id, or that of a record.</param>
    /// <param name="officer">The officer's id as SQL of <paramref name="id" />, which is <c>$1</c>; null for that itself.</param>
    public NpgsqlBatchCommand FindOfficer(Caller caller, Guid id, string? officer = null)
    {
        return new NpgsqlBatchCommand(
            officer is null ? OfficerByIdWithin : OfficerWithin.Replace("{0}", officer, StringComparison.Ordinal)
        )
        {
            Parameters =
            {
                SqlParameter.Of(id),
                SqlParameter.Of(caller.Roles.Overlaps(Unbound)),
                Text(caller.Roles.Overlaps(BoundToUnit) ? caller.Unit : null),
                Text(caller.Roles.Contains(Role.Officer) ? caller.Badge : null),
                SqlParameter.Of(caller.Roles.Contains(Role.Counsellor)),
                SqlParameter.Of(caller.Sub.Key),
                SqlParameter.Of(clock.GetUtcNow().ToUniversalTime()),
                SqlParameter.Of(caller.Roles.Overlaps(MayOverride)),
            },
        };

        static NpgsqlParameter Text(string? value) =>
            new NpgsqlParameter<string?> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
    }
}

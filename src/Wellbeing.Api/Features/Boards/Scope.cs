using Npgsql;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Boards;

/// <summary>What a board is about: a time, a unit with those below it (null for the bureau), and whom its reader reaches.</summary>
internal sealed record Scope(AsOf AsOf, string? Unit, AccessScope Reach)
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        AsOf.Parameter,
        new("unit", typeof(string), "Code of a unit: it and the units below it; without it the caller's own, or all."),
    ];

    /// <summary>The last unit an officer had come to by a day; names the officer's row <c>o</c>.</summary>
    public static string UnitOn(string day) =>
        "coalesce((SELECT p.unit_code FROM readmodels.postings AS p WHERE p.officer_id = o.id "
        + $"AND p.from_on <= {day} ORDER BY p.ordinal DESC LIMIT 1), o.unit_code)";
}

/// <summary>Finds out what a board is about.</summary>
internal sealed class Scopes(
    NpgsqlDataSource database,
    AccessScopes scopes,
    BureauCalendar calendar,
    TimeProvider clock
)
{
    /// <summary>
    /// Reads <c>asOf</c> and <c>unit</c>; null where there is no such unit within reach. Who serves a unit is shown that one
    /// where none is named, a counsellor all who are within reach.
    /// </summary>
    public async Task<Scope?> OfAsync(Query query)
    {
        var http = query.Context;
        var caller = AccessScopes.As(http);
        var (asOf, unit) = (AsOf.Of(query, calendar, clock), query.Text("unit"));
        var reach = await scopes.OfAsync(caller, http.RequestAborted);
        unit ??= reach.UnitCodes is { Count: > 0 } ? caller.Unit : null;
        var found = unit is null
            ? reach.IsEverything || caller.Roles.Contains(Role.Counsellor)
            : reach.Covers(unit, null) && await UnitTree.IdOfAsync(database, unit, http.RequestAborted) is not null;
        return found ? new Scope(asOf, unit, reach) : null;
    }
}

using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The policies, each with the version in force on a day.</summary>
internal static class ListPolicies
{
    /// <summary>The policies on a day.</summary>
    /// <param name="At">The day.</param>
    /// <param name="Items">Each of them.</param>
    internal sealed record PoliciesOn(DateOnly At, IReadOnlyList<PolicyOn> Items);

    /// <summary>A policy on a day.</summary>
    /// <param name="Kind">What it is about.</param>
    /// <param name="InForce">The version in force; absent before the first.</param>
    internal sealed record PolicyOn(PolicyKind Kind, PolicyVersion? InForce);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/policies", HandleAsync)
            .AllowRoles(Enum.GetValues<Role>())
            .Describe(
                new Operation(Does.Read, "listPolicies", "The policies, each with the version in force on a day")
                {
                    Answer = typeof(PoliciesOn),
                    Query = [new("at", typeof(DateOnly), "The day; today where none is given.")],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var at = query.Date("at") ?? calendar.DayOf(clock.GetUtcNow());
        if (query.Refusal() is { } refused)
            return refused;
        await using var command = database.CreateCommand("SELECT data FROM readmodels.mt_doc_policy ORDER BY kind");
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        var items = new List<PolicyOn>();
        while (await reader.ReadAsync(http.RequestAborted))
        {
            var policy = reader.State<Policy>(0);
            items.Add(new PolicyOn(policy.Kind, policy.On(at)));
        }
        return Results.Json(new PoliciesOn(at, items), CareJson.Options);
    }
}

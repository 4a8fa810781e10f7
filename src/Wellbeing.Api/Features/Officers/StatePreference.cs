using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer says what the bureau should consider when it plans for the officer.</summary>
internal static class StatePreference
{
    /// <summary>What the officer said; sealed.</summary>
    internal sealed record Request(string Preference, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "officer_preference_stated",
        (scene, request) =>
            OfficerDecisions.StatePreference(scene.Of<Officer>(), scene.Seal("preference", request.Preference)!)
    )
    {
        Refusals = ["already-departed"],
        Example = """{ "preference": "Would like to work nearer to the family." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/preferences", Act, "Records what an officer would like")
            .AllowRoles(Role.Administrator, Role.Integrator, Role.PoliticalOfficer, Role.Officer);
}

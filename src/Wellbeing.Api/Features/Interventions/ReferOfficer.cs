using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>The officer is referred to somebody else.</summary>
internal static class ReferOfficer
{
    /// <summary>To whom, and why; the reason is sealed.</summary>
    internal sealed record Request(ReferralTarget To, string? Reason = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_referred",
        (scene, request) =>
            InterventionDecisions.Refer(
                scene.Of<Intervention>(),
                scene.UnitNow,
                request.To,
                scene.Seal("reason", request.Reason),
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        Example = """{ "to": "psychiatry", "reason": "Needs a diagnosis." }""",
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/refer", Act, "Refers the officer to somebody else")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}

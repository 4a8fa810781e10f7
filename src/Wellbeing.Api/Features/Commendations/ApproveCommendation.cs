using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An authority's approval is put on record, within the policy in force on that day.</summary>
internal static class ApproveCommendation
{
    /// <summary>The authority's approval.</summary>
    internal sealed record Request(
        CommendationLevel Level,
        Authority Authority,
        [property: MaxLength(200)] string? LegalBasis = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "commendation_approved",
        (scene, request) =>
            CommendationDecisions.Approve(
                scene.Of<Commendation>(),
                new Approval(request.Level, request.Authority, request.LegalBasis, scene.Day, scene.DeedRewarded),
                scene.Policies,
                scene.Mode
            )
    )
    {
        Refusals = ["already-decided", "authority-exceeded", "not-publicised", "deed-already-rewarded"],
        Example = """{ "level": "thirdClass", "authority": "city", "legalBasis": "MPS Order 135, article 8" }""",
        Needs = _ => new Needs { Deed = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/commendations/{id:guid}/approve", Act, "Records an authority's approval")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

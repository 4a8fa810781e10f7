using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning's level is changed.</summary>
internal static class ReclassifyWarning
{
    /// <summary>The new level, and why; sealed.</summary>
    internal sealed record Request(WarningLevel Level, string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_reclassified",
        (scene, request) =>
            WarningDecisions.Reclassify(
                scene.Of<Warning>(),
                scene.UnitNow,
                request.Level,
                scene.Seal("reason", request.Reason)!,
                scene.DeadlinesOf(request.Level)
            )
    )
    {
        Refusals = ["nothing-changed", "warning-closed"],
        Example = """{ "level": "red", "reason": "Spoke of giving up." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/reclassify", Act, "Changes a warning's level")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is dismissed.</summary>
internal static class DismissWarning
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_dismissed",
        (scene, request) =>
            WarningDecisions.Dismiss(scene.Of<Warning>(), scene.UnitNow, scene.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["warning-closed"],
        Example = """{ "reason": "Raised twice." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/dismiss", Act, "Dismisses a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A commander takes note of a warning.</summary>
internal static class AcknowledgeWarning
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_acknowledged",
        (scene, _) => WarningDecisions.Acknowledge(scene.Of<Warning>(), scene.UnitNow)
    )
    {
        Refusals = ["already-acknowledged", "warning-closed"],
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/acknowledge", Act, "Takes note of a warning")
            .AllowRoles(Role.Commander, Role.Integrator);
}

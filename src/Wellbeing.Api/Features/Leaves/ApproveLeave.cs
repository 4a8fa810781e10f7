using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A commander grants a leave, and never the own one.</summary>
internal static class ApproveLeave
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "leave_approved",
        (scene, _) => LeaveDecisions.Approve(scene.Of<Leave>(), scene.UnitNow, scene.Self)
    )
    {
        Refusals = ["leave-decided", "own-request"],
        Example = """{ }""",
        Needs = _ => new Needs { Self = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/leaves/{id:guid}/approve", Act, "Grants a leave").AllowRoles(Role.Commander);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A commander does not grant a leave.</summary>
internal static class DeclineLeave
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "leave_declined",
        (scene, request) =>
            LeaveDecisions.Decline(scene.Of<Leave>(), scene.UnitNow, scene.Seal("reason", request.Reason)!, scene.Self)
    )
    {
        Refusals = ["leave-decided", "own-request"],
        Example = """{ "reason": "Nobody could stand in." }""",
        Needs = _ => new Needs { Self = true },
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/leaves/{id:guid}/decline", Act, "Does not grant a leave").AllowRoles(Role.Commander);
}

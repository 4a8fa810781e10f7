using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>An officer was not back in time, as another system tells. No request asks for it: here a rule finds out.</summary>
internal static class OverstayLeave
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "leave_overstayed",
        (scene, _) => LeaveDecisions.Overstay(scene.Of<Leave>(), scene.UnitNow, scene.Day)
    )
    {
        Refusals = ["leave-ended", "leave-not-overdue", "leave-not-started", "leave-overstayed"],
        Example = """{ }""",
    };
}

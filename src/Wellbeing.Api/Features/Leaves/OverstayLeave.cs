using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>An officer was not back in time, as another system tells. No request asks for it: here a rule finds out.</summary>
internal static class OverstayLeave
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request>(
        "leave_overstayed",
        (context, leave, _) => LeaveDecisions.Overstay(leave, context.UnitThen, context.Day)
    )
    {
        Refusals = ["leave-ended", "leave-not-overdue", "leave-not-started", "leave-overstayed"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };
}

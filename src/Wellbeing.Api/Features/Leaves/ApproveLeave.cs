using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A commander grants a leave, and never the own one.</summary>
internal static class ApproveLeave
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request, bool>(
        "leave_approved",
        (query, _) => query.CallerIsItsOfficer(),
        (context, leave, self, _) => LeaveDecisions.Approve(leave, context.UnitThen, self)
    )
    {
        Refusals = ["leave-decided", "leave-withdrawn", "own-request"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/leaves/{id:guid}/approve", UseCase, "Grants a leave").AllowRoles(Role.Commander);
}

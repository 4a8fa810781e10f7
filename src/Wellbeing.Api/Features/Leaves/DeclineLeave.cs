using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A commander does not grant a leave.</summary>
internal static class DeclineLeave
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request, bool>(
        "leave_declined",
        (query, _) => query.CallerIsItsOfficer(),
        (context, leave, self, request) =>
            LeaveDecisions.Decline(leave, context.UnitThen, context.Seal("reason", request.Reason)!, self)
    )
    {
        Refusals = ["leave-decided", "leave-withdrawn", "own-request"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Nobody could stand in." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/leaves/{id:guid}/decline", UseCase, "Does not grant a leave").AllowRoles(Role.Commander);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A leave that has not begun is taken back: its days are free again.</summary>
internal static class WithdrawLeave
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string? Reason = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request>(
        "leave_withdrawn",
        (context, leave, request) =>
            LeaveDecisions.Withdraw(leave, context.UnitThen, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["leave-decided", "leave-ended", "leave-started", "leave-withdrawn"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The mother is well again." }""",
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/leaves/{id:guid}/withdraw", UseCase, "Takes back a leave that has not begun")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>An officer is back from leave, in time or not.</summary>
internal static class ReturnFromLeave
{
    /// <summary>Day on which the officer was back; the day on which it happened without it.</summary>
    internal sealed record Request(DateOnly? ReturnedOn = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request>(
        "leave_returned",
        (context, leave, request) => LeaveDecisions.Return(leave, context.UnitThen, request.ReturnedOn ?? context.Day)
    )
    {
        Refusals = ["leave-ended", "leave-not-started", "outside-leave"],
        Example = """{ "returnedOn": "2026-10-16" }""",
        When = request => ValidTime.OnDay("returnedOn", request.ReturnedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/leaves/{id:guid}/return", UseCase, "Records that the officer is back from leave")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

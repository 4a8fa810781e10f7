using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>An officer went on leave.</summary>
internal static class StartLeave
{
    /// <summary>First day away; the day on which it happened without it.</summary>
    internal sealed record Request(DateOnly? StartedOn = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Leave, Request>(
        "leave_started",
        (context, leave, request) =>
            LeaveDecisions.Start(leave, context.UnitThen, request.StartedOn ?? context.Day, context.Calendar)
    )
    {
        Refusals = ["leave-not-approved", "leave-started", "leave-withdrawn", "outside-leave"],
        Example = """{ "startedOn": "2026-10-12" }""",
        When = request => ValidTime.OnDay("startedOn", request.StartedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/leaves/{id:guid}/start", UseCase, "Records that the officer went on leave")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

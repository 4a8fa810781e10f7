using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>An officer is back from leave, in time or not.</summary>
internal static class ReturnFromLeave
{
    /// <summary>Day on which the officer was back; the day on which it happened without it.</summary>
    internal sealed record Request(DateOnly? ReturnedOn = null, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "leave_returned",
        (scene, request) => LeaveDecisions.Return(scene.Of<Leave>(), scene.UnitNow, request.ReturnedOn ?? scene.Day)
    )
    {
        Refusals = ["leave-ended", "leave-not-started", "outside-leave"],
        Example = """{ "returnedOn": "2026-10-16" }""",
        Day = request => request.ReturnedOn,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/leaves/{id:guid}/return", Act, "Records that the officer is back from leave")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

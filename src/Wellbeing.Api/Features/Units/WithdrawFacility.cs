using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit loses a facility.</summary>
internal static class WithdrawFacility
{
    /// <summary>What it lost.</summary>
    internal sealed record Request(FacilityKind Facility, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "facility_withdrawn",
        (scene, request) => UnitDecisions.Withdraw(scene.Of<Unit>(), request.Facility)
    )
    {
        Refusals = ["facility-not-there"],
        Example = """{ "facility": "relaxationRoom" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnitAct("/units/{code}/facilities/withdraw", Act, "Records a facility that a unit lost")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit gets a facility for its officers.</summary>
internal static class ProvideFacility
{
    /// <summary>What it got.</summary>
    internal sealed record Request(FacilityKind Facility, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "facility_provided",
        (scene, request) => UnitDecisions.Provide(scene.Of<Unit>(), request.Facility)
    )
    {
        Refusals = ["unit-closed"],
        Example = """{ "facility": "relaxationRoom" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnitAct("/units/{code}/facilities", Act, "Records a facility that a unit got")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

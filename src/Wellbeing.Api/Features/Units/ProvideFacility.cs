using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit gets a facility for its officers.</summary>
internal static class ProvideFacility
{
    /// <summary>What it got.</summary>
    internal sealed record Request(FacilityKind Facility, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Unit, Request>(
        "facility_provided",
        (_, unit, request) => UnitDecisions.Provide(unit, request.Facility)
    )
    {
        Refusals = ["unit-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "facility": "relaxationRoom" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnit("/units/{code}/facilities", UseCase, "Records a facility that a unit got")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

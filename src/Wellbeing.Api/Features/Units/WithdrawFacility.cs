using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit loses a facility.</summary>
internal static class WithdrawFacility
{
    /// <summary>What it lost.</summary>
    internal sealed record Request(FacilityKind Facility, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Unit, Request>(
        "facility_withdrawn",
        (_, unit, request) => UnitDecisions.Withdraw(unit, request.Facility)
    )
    {
        Refusals = ["facility-not-there"],
        When = _ => ValidTime.Recorded,
        Example = """{ "facility": "relaxationRoom" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnit("/units/{code}/facilities/withdraw", UseCase, "Records a facility that a unit lost")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

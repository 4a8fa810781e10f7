using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit is closed; nobody may be in it.</summary>
internal static class CloseUnit
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Unit, Request, bool>(
        "unit_closed",
        (query, _) => query.IsEmpty(),
        (_, unit, isEmpty, _) => UnitDecisions.Close(unit, isEmpty)
    )
    {
        Refusals = ["unit-closed", "unit-not-empty"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapUnit("/units/{code}/close", UseCase, "Closes a unit").AllowRoles(Role.Administrator, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit is closed; nobody may be in it.</summary>
internal static class CloseUnit
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "unit_closed",
        (scene, _) => UnitDecisions.Close(scene.Of<Unit>(), scene.Empty)
    )
    {
        Refusals = ["unit-closed", "unit-not-empty"],
        Example = """{ }""",
        Needs = _ => new Needs { Empty = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapUnitAct("/units/{code}/close", Act, "Closes a unit").AllowRoles(Role.Administrator, Role.Integrator);
}

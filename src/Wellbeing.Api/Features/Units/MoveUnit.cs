using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit is put below another one, or at the top of the tree.</summary>
internal static class MoveUnit
{
    /// <summary>The unit above it from now on; none for the top.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string? ParentCode = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "unit_moved",
        (scene, _) => UnitDecisions.Move(scene.Of<Unit>(), scene.Unit, scene.Above)
    )
    {
        Refusals = ["unit-closed", "unit-cycle", "nothing-changed"],
        Example = """{ "parentCode": "DT" }""",
        UnitField = "parentCode",
        Needs = request => new Needs { Unit = request.ParentCode, Above = request.ParentCode is not null },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnitAct("/units/{code}/move", Act, "Moves a unit in the tree")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

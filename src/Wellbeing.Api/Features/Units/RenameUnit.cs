using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit gets another name.</summary>
internal static class RenameUnit
{
    /// <summary>The new name.</summary>
    internal sealed record Request([property: MaxLength(200)] string Name, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "unit_renamed",
        (scene, request) => UnitDecisions.Rename(scene.Of<Unit>(), request.Name)
    )
    {
        Refusals = ["unit-closed", "nothing-changed"],
        Example = """{ "name": "Dongtai central station" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnitAct("/units/{code}/rename", Act, "Renames a unit")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

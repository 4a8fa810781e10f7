using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A unit gets another name.</summary>
internal static class RenameUnit
{
    /// <summary>The new name.</summary>
    internal sealed record Request([property: MaxLength(200)] string Name, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Unit, Request>(
        "unit_renamed",
        (_, unit, request) => UnitDecisions.Rename(unit, request.Name)
    )
    {
        Refusals = ["unit-closed", "nothing-changed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "name": "Dongtai central station" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnit("/units/{code}/rename", UseCase, "Renames a unit")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Unit, Request, Facts>(
        "unit_moved",
        Load,
        (_, unit, facts, _) => UnitDecisions.Move(unit, facts.Parent, facts.Above)
    )
    {
        Refusals = ["unit-closed", "unit-cycle", "nothing-changed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "parentCode": "DT" }""",
        UnitField = "parentCode",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapUnit("/units/{code}/move", UseCase, "Moves a unit in the tree")
            .AllowRoles(Role.Administrator, Role.Integrator);

    /// <summary>The unit that is to be above it, and those above that.</summary>
    private sealed record Facts(Unit? Parent, IReadOnlyList<string> Above);

    private static Loading<Facts> Load(RecordQuery query, Request request) =>
        query
            .UnitIfNamed(request.ParentCode)
            .And(query.UnitsAbove(request.ParentCode))
            .Select(x => new Facts(x.Item1, x.Item2));
}

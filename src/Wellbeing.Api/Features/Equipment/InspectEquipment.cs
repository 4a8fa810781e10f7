using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>A piece of equipment is looked at.</summary>
internal static class InspectEquipment
{
    /// <summary>When, and how it was found.</summary>
    internal sealed record Request(
        DateOnly InspectedOn,
        EquipmentCondition Condition,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<IssuedPiece, Request>(
        "equipment_inspected",
        (context, piece, request) =>
            EquipmentDecisions.Inspect(piece, context.UnitThen, request.InspectedOn, request.Condition)
    )
    {
        Refusals = ["before-issue", "equipment-returned"],
        Example = """{ "inspectedOn": "2026-09-01", "condition": "good" }""",
        Additive = true,
        When = request => ValidTime.OnDay("inspectedOn", request.InspectedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/equipment/{id:guid}/inspect", UseCase, "Records how a piece was found")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>A piece of equipment is given back.</summary>
internal static class ReturnEquipment
{
    /// <summary>When, and how it came back.</summary>
    internal sealed record Request(DateOnly ReturnedOn, EquipmentCondition Condition, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "equipment_returned",
        (scene, request) =>
            EquipmentDecisions.Return(scene.Of<IssuedPiece>(), scene.UnitNow, request.ReturnedOn, request.Condition)
    )
    {
        Refusals = ["before-issue", "equipment-returned"],
        Example = """{ "returnedOn": "2026-10-30", "condition": "worn" }""",
        Day = request => request.ReturnedOn,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/equipment/{id:guid}/return", Act, "Takes a piece back")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

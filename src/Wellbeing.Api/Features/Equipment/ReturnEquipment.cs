using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>A piece of equipment is given back.</summary>
internal static class ReturnEquipment
{
    /// <summary>When, and how it came back.</summary>
    internal sealed record Request(DateOnly ReturnedOn, EquipmentCondition Condition, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<IssuedPiece, Request>(
        "equipment_returned",
        (context, piece, request) =>
            EquipmentDecisions.Return(piece, context.UnitThen, request.ReturnedOn, request.Condition)
    )
    {
        Refusals = ["before-issue", "equipment-returned"],
        Example = """{ "returnedOn": "2026-10-30", "condition": "worn" }""",
        When = request => ValidTime.OnDay("returnedOn", request.ReturnedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/equipment/{id:guid}/return", UseCase, "Takes a piece back")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>A piece of equipment is serviced.</summary>
internal static class ServiceEquipment
{
    /// <summary>When; what was done is sealed.</summary>
    internal sealed record Request(DateOnly ServicedOn, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "equipment_serviced",
        (scene, request) =>
            EquipmentDecisions.Service(
                scene.Of<IssuedPiece>(),
                scene.UnitNow,
                request.ServicedOn,
                scene.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["before-issue", "equipment-returned"],
        Example = """{ "servicedOn": "2026-09-03", "note": "New battery." }""",
        Day = request => request.ServicedOn,
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/equipment/{id:guid}/service", Act, "Records that a piece was serviced")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

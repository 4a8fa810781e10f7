using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>A piece of equipment is serviced.</summary>
internal static class ServiceEquipment
{
    /// <summary>When; what was done is sealed.</summary>
    internal sealed record Request(DateOnly ServicedOn, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<IssuedPiece, Request>(
        "equipment_serviced",
        (context, piece, request) =>
            EquipmentDecisions.Service(piece, context.UnitThen, request.ServicedOn, context.Seal("note", request.Note))
    )
    {
        Refusals = ["before-issue", "equipment-returned"],
        Example = """{ "servicedOn": "2026-09-03", "note": "New battery." }""",
        Additive = true,
        When = request => ValidTime.OnDay("servicedOn", request.ServicedOn),
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/equipment/{id:guid}/service", UseCase, "Records that a piece was serviced")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Equipment;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>An officer is given a piece of equipment.</summary>
internal static class IssueEquipment
{
    /// <summary>What it is, its number, and when it was given.</summary>
    internal sealed record Request(
        EquipmentItem Item,
        DateOnly IssuedOn,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        [property: MaxLength(100)] string? Serial = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "equipment_issued",
        (scene, request) =>
            EquipmentDecisions.Issue(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Item,
                request.Serial,
                request.IssuedOn
            )
    )
    {
        Refusals = ["already-departed"],
        Example =
            """{ "badgeNumber": "031207", "item": "bodyCamera", "serial": "DSJ-20417", "issuedOn": "2026-03-02" }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Codes = request => [("serial", request.Serial)],
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Day = request => request.IssuedOn,
        Location = (scene, _) => $"/api/v1/equipment/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/equipment", Act, "Gives an officer a piece of equipment")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

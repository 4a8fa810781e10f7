using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, (NamedOfficer Named, bool Held)>(
        "equipment_issued",
        (query, request) => query.Officer(request).And(query.IsHeld(SerialOf(request))),
        (_, facts, request) =>
            EquipmentDecisions.Issue(
                facts.Named.Officer,
                facts.Named.UnitCode,
                request.Item,
                SerialOf(request),
                request.IssuedOn,
                facts.Held
            )
    )
    {
        Refusals = ["already-departed", "serial-in-use"],
        Example =
            """{ "badgeNumber": "031207", "item": "bodyCamera", "serial": "DSJ-20417", "issuedOn": "2026-03-02" }""",
        Codes = request => [("serial", SerialOf(request))],
        When = request => ValidTime.OnDay("issuedOn", request.IssuedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/equipment", UseCase, "Gives an officer a piece of equipment")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);

    private static string? SerialOf(Request request) => request.Serial is { } serial ? Codes.Folded(serial) : null;
}

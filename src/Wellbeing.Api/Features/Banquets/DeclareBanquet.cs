using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>A banquet is declared before it takes place. What an officer declares counts from when it arrives here.</summary>
internal static class DeclareBanquet
{
    /// <summary>What for, when and for how many; venue and note are sealed.</summary>
    internal sealed record Request(
        BanquetOccasion Occasion,
        DateOnly HeldOn,
        [property: Range(1, 10_000)] int Guests,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        string? Venue = null,
        string? Note = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "banquet_declared",
        (scene, request) =>
            BanquetDecisions.Declare(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                new BanquetPlan(
                    request.Occasion,
                    request.HeldOn,
                    request.Guests,
                    scene.Seal("venue", request.Venue),
                    scene.Seal("note", request.Note)
                ),
                scene.Own ? scene.Today : scene.Day,
                scene.Mode
            )
    )
    {
        Refusals = ["already-departed", "banquet-already-held"],
        Example =
            """{ "badgeNumber": "031207", "occasion": "wedding", "heldOn": "2026-12-19", "guests": 60, "venue": "Riverside inn" }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Text = request => request.Venue is not null || request.Note is not null,
        Location = (scene, _) => $"/api/v1/banquets/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/banquets", Act, "Declares a banquet")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}

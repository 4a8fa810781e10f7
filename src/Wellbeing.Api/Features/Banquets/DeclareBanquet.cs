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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "banquet_declared",
        (query, request) => query.Officer(request),
        (context, named, request) =>
            BanquetDecisions.Declare(
                named.Officer,
                named.UnitCode,
                new BanquetPlan(
                    request.Occasion,
                    request.HeldOn,
                    request.Guests,
                    context.Seal("venue", request.Venue),
                    context.Seal("note", request.Note)
                ),
                named.Own ? context.Today : context.Day,
                context.Mode
            )
    )
    {
        Refusals = ["already-departed", "banquet-already-held"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "occasion": "wedding", "heldOn": "2026-12-19", "guests": 60, "venue": "Riverside inn" }""",
        Text = request => request.Venue is not null || request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/banquets", UseCase, "Declares a banquet")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}

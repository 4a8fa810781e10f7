using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An officer or a unit is nominated for a commendation.</summary>
internal static class NominateCommendation
{
    /// <summary>The nomination: of an officer, named by id or by badge number (<c>unitCode</c> is then the unit at that time), or of the unit that
    /// <c>unitCode</c> names.</summary>
    internal sealed record Request(
        RecipientKind RecipientKind,
        [property: MaxLength(200)] string Title,
        Deed Deed,
        DateOnly NominatedOn,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        string? Citation = null,
        [property: MaxLength(200)] string? DeedReference = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new("commendation_nominated", Decide)
    {
        Refusals = ["before-appointment", "unit-closed"],
        Example =
            """{ "recipientKind": "individual", "badgeNumber": "031207", "title": "Third-class merit", "deed": "majorCase", "citation": "Solved a series of burglaries.", "nominatedOn": "2023-09-30" }""",
        UnitField = "unitCode",
        NamesOfficer = true,
        Check = NamesItsRecipient,
        Needs = request =>
            request.RecipientKind == RecipientKind.Collective
                ? new Needs { Unit = request.UnitCode, Serving = true }
                : new Needs
                {
                    Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
                    Unit = request.UnitCode,
                },
        Day = request => request.NominatedOn,
        Text = request => request.Citation is not null,
        Location = (scene, _) => $"/api/v1/commendations/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/commendations", Act, "Nominates an officer or a unit")
            .AllowRoles(Role.Commander, Role.PoliticalOfficer, Role.Integrator);

    private static Decision Decide(Scene scene, Request request)
    {
        var nomination = new Nomination(
            request.Title,
            request.Deed,
            request.DeedReference,
            scene.Seal("citation", request.Citation),
            request.NominatedOn
        );
        return request.RecipientKind == RecipientKind.Collective
            ? CommendationDecisions.Nominate(scene.Unit!, scene.Serving, nomination)
            : CommendationDecisions.Nominate(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                nomination,
                scene.Mode
            );
    }

    private static void NamesItsRecipient(Request request, FieldErrors errors)
    {
        if (request.RecipientKind == RecipientKind.Collective && request.UnitCode is null)
            errors.Add("unitCode", "missing");
        if (
            request.RecipientKind == RecipientKind.Individual
            && request.OfficerId is null
            && request.BadgeNumber is null
        )
            errors.Add("officerId", "missing");
    }
}

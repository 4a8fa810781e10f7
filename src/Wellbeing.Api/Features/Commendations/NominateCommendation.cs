using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Units;

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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Recipient>("commendation_nominated", Load, Decide)
    {
        Refusals = ["before-appointment", "unit-closed"],
        Example =
            """{ "recipientKind": "individual", "badgeNumber": "031207", "title": "Third-class merit", "deed": "majorCase", "citation": "Solved a series of burglaries.", "nominatedOn": "2023-09-30" }""",
        UnitField = "unitCode",
        NamesOfficer = true,
        Check = NamesItsRecipient,
        When = request => ValidTime.OnDay("nominatedOn", request.NominatedOn),
        Text = request => request.Citation is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/commendations", UseCase, "Nominates an officer or a unit")
            .AllowRoles(Role.Commander, Role.PoliticalOfficer, Role.Integrator);

    /// <summary>An officer, or a unit with those who serve in it.</summary>
    private sealed record Recipient(NamedOfficer? Officer, Unit? Unit, IReadOnlyList<Guid> Serving);

    private static Loading<Recipient> Load(RecordQuery query, Request request) =>
        request.RecipientKind == RecipientKind.Collective
            ? query
                .Unit(request.UnitCode!)
                .And(query.ServingIn(request.UnitCode!))
                .Select(x => new Recipient(null, x.Item1, x.Item2))
            : query
                .Officer(request.OfficerId, request.BadgeNumber, request.UnitCode)
                .Select(x => new Recipient(x, null, []));

    private static Decision Decide(DecisionContext context, Recipient recipient, Request request)
    {
        var nomination = new Nomination(
            request.Title,
            request.Deed,
            request.DeedReference,
            context.Seal("citation", request.Citation),
            request.NominatedOn
        );
        return recipient.Officer is { } named
            ? CommendationDecisions.Nominate(named.Officer, named.UnitCode, nomination)
            : CommendationDecisions.Nominate(recipient.Unit!, recipient.Serving, nomination);
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

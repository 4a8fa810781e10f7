using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>
/// A nomination: of an officer, named by id or by badge number (<c>unitCode</c> is then the unit at that time), or of the
/// unit that <c>unitCode</c> names.
/// </summary>
internal sealed record NominateRequest(
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

/// <summary>A review of a nomination; its note is sealed.</summary>
internal sealed record ReviewRequest(ReviewAdvice Advice, string? Note = null, DateTimeOffset? OccurredAt = null)
    : IActRequest;

/// <summary>The first day on which a nomination is public.</summary>
internal sealed record PubliciseRequest(DateOnly PublicisedOn, DateTimeOffset? OccurredAt = null) : IActRequest;

/// <summary>An authority's approval.</summary>
internal sealed record ApproveRequest(
    CommendationLevel Level,
    Authority Authority,
    [property: MaxLength(200)] string? LegalBasis = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A reason, which is sealed.</summary>
internal sealed record ReasonRequest(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

/// <summary>A ceremony.</summary>
internal sealed record ConferRequest(
    DateOnly ConferredOn,
    [property: MaxLength(100)] string? OrderNumber = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>What may be done to commendations.</summary>
internal static class CommendationActs
{
    public static readonly Act<NominateRequest> Nominate = new("commendation_nominated", Nominated)
    {
        UnitField = "unitCode",
        NamesOfficer = true,
        Check = (request, errors) =>
        {
            if (request.RecipientKind == RecipientKind.Collective)
            {
                if (request.UnitCode is null)
                    errors.Add("unitCode", "missing");
            }
            else if (request.OfficerId is null && request.BadgeNumber is null)
            {
                errors.Add("officerId", "missing");
            }
        },
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

    public static readonly Act<ReviewRequest> Review = new(
        "commendation_reviewed",
        (scene, request) =>
            CommendationDecisions.Review(scene.Of<Commendation>(), request.Advice, scene.Seal("note", request.Note))
    )
    {
        Text = request => request.Note is not null,
    };

    public static readonly Act<PubliciseRequest> Publicise = new(
        "commendation_publicised",
        (scene, request) => CommendationDecisions.Publicise(scene.Of<Commendation>(), request.PublicisedOn)
    )
    {
        Day = request => request.PublicisedOn,
    };

    public static readonly Act<ApproveRequest> Approve = new(
        "commendation_approved",
        (scene, request) =>
            CommendationDecisions.Approve(
                scene.Of<Commendation>(),
                new Approval(request.Level, request.Authority, request.LegalBasis, scene.Day, scene.DeedRewarded),
                scene.Policies,
                scene.Mode
            )
    )
    {
        Needs = _ => new Needs { Deed = true },
    };

    public static readonly Act<ReasonRequest> Decline = new(
        "commendation_declined",
        (scene, request) =>
            CommendationDecisions.Decline(scene.Of<Commendation>(), scene.Seal("reason", request.Reason)!)
    )
    {
        Text = _ => true,
    };

    public static readonly Act<ConferRequest> Confer = new(
        "commendation_conferred",
        (scene, request) =>
            CommendationDecisions.Confer(scene.Of<Commendation>(), request.ConferredOn, request.OrderNumber)
    )
    {
        Day = request => request.ConferredOn,
    };

    public static readonly Act<ReasonRequest> Revoke = new(
        "commendation_revoked",
        (scene, request) =>
            CommendationDecisions.Revoke(scene.Of<Commendation>(), scene.Seal("reason", request.Reason)!)
    )
    {
        Text = _ => true,
    };

    private static Decision Nominated(Scene scene, NominateRequest request)
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
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An authority's approval is put on record, within the policy in force on that day.</summary>
internal static class ApproveCommendation
{
    /// <summary>The authority's approval.</summary>
    internal sealed record Request(
        CommendationLevel Level,
        Authority Authority,
        [property: MaxLength(200)] string? LegalBasis = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request, bool>(
        "commendation_approved",
        (query, _) => query.IsDeedRewarded(),
        (context, commendation, deedRewarded, request) =>
            CommendationDecisions.Approve(
                commendation,
                new Approval(request.Level, request.Authority, request.LegalBasis, context.Day, deedRewarded),
                context.Policies,
                context.Mode
            )
    )
    {
        Refusals =
        [
            "already-decided",
            "authority-exceeded",
            "not-publicised",
            "calendar-unknown",
            "deed-already-rewarded",
        ],
        When = _ => ValidTime.Recorded,
        Example = """{ "level": "thirdClass", "authority": "city", "legalBasis": "MPS Order 135, article 8" }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/approve", UseCase, "Records an authority's approval")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

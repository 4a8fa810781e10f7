using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer is promoted.</summary>
internal static class PromoteOfficer
{
    /// <summary>The new rank, and the new post where it changes.</summary>
    internal sealed record Request(
        [property: MaxLength(100)] string Rank,
        DateOnly EffectiveOn,
        [property: MaxLength(200)] string? Post = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "officer_promoted",
        (context, officer, request) =>
            context.IsOrder
                ? context.Ordered(
                    OfficerDecisions.OrderPromotion(
                        officer,
                        context.UnitThen,
                        request.Rank,
                        request.Post,
                        request.EffectiveOn
                    ),
                    officer,
                    request.EffectiveOn
                )
                : OfficerDecisions.Promote(officer, request.Rank, request.Post, request.EffectiveOn)
    )
    {
        Refusals = ["nothing-changed"],
        Order = Catalogue.Named("officer_promotion_ordered"),
        Example = """{ "rank": "first-class inspector", "effectiveOn": "2023-09-01" }""",
        Additive = true,
        When = request => ValidTime.OnDay("effectiveOn", request.EffectiveOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/promotion", UseCase, "Promotes an officer")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A nomination is reviewed.</summary>
internal static class ReviewCommendation
{
    /// <summary>What the review advises; its note is sealed.</summary>
    internal sealed record Request(ReviewAdvice Advice, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request>(
        "commendation_reviewed",
        (context, commendation, request) =>
            CommendationDecisions.Review(commendation, request.Advice, context.Seal("note", request.Note))
    )
    {
        Refusals = ["already-decided", "already-reviewed", "already-publicised"],
        When = _ => ValidTime.Recorded,
        Example = """{ "advice": "approve" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/review", UseCase, "Reviews a nomination")
            .AllowRoles(Role.Commander, Role.Integrator);
}

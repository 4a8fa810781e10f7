using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A nomination is reviewed.</summary>
internal static class ReviewCommendation
{
    /// <summary>What the review advises; its note is sealed.</summary>
    internal sealed record Request(ReviewAdvice Advice, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "commendation_reviewed",
        (scene, request) =>
            CommendationDecisions.Review(scene.Of<Commendation>(), request.Advice, scene.Seal("note", request.Note))
    )
    {
        Refusals = ["already-decided", "already-reviewed", "already-publicised"],
        Example = """{ "advice": "approve" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/commendations/{id:guid}/review", Act, "Reviews a nomination")
            .AllowRoles(Role.Commander, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>A commander does not adopt a suggestion.</summary>
internal static class DeclineSuggestion
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "suggestion_declined",
        (scene, request) =>
            SuggestionDecisions.Decline(
                scene.Of<Suggestion>(),
                scene.UnitNow,
                scene.Seal("reason", request.Reason)!,
                scene.Self
            )
    )
    {
        Refusals = ["own-request", "suggestion-decided"],
        Example = """{ "reason": "The law asks for both." }""",
        Needs = _ => new Needs { Self = true },
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/suggestions/{id:guid}/decline", Act, "Does not adopt a suggestion").AllowRoles(Role.Commander);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>A commander adopts a suggestion, and never the own one.</summary>
internal static class AdoptSuggestion
{
    /// <summary>Who is to put it into practice, and by when.</summary>
    internal sealed record Request(
        [property: MaxLength(200)] string Owner,
        DateOnly? DueOn = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "suggestion_adopted",
        (scene, request) =>
            SuggestionDecisions.Adopt(scene.Of<Suggestion>(), scene.UnitNow, request.Owner, request.DueOn, scene.Self)
    )
    {
        Refusals = ["own-request", "suggestion-decided"],
        Example = """{ "owner": "po-7", "dueOn": "2026-12-31" }""",
        People = request => [("owner", request.Owner)],
        Needs = _ => new Needs { Self = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/suggestions/{id:guid}/adopt", Act, "Adopts a suggestion").AllowRoles(Role.Commander);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>An officer makes a suggestion, or is heard on a major decision.</summary>
internal static class SubmitSuggestion
{
    /// <summary>A title to list it by, and what it says, which is sealed.</summary>
    internal sealed record Request(
        SuggestionKind Kind,
        [property: MaxLength(200)] string Title,
        [property: MaxLength(20_000)] string Text,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "suggestion_submitted",
        (scene, request) =>
            SuggestionDecisions.Submit(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Kind,
                request.Title,
                scene.Seal("text", request.Text)!
            )
    )
    {
        Refusals = ["already-departed"],
        Example =
            """{ "badgeNumber": "031207", "kind": "reliefMeasure", "title": "One form for both registers", "text": "We write the same twice." }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Text = _ => true,
        Location = (scene, _) => $"/api/v1/suggestions/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/suggestions", Act, "Makes a suggestion")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}

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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "suggestion_submitted",
        (query, request) => query.Officer(request),
        (context, named, request) =>
            SuggestionDecisions.Submit(
                named.Officer,
                named.UnitCode,
                request.Kind,
                request.Title,
                context.Seal("text", request.Text)!
            )
    )
    {
        Refusals = ["already-departed"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "kind": "reliefMeasure", "title": "One form for both registers", "text": "We write the same twice." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/suggestions", UseCase, "Makes a suggestion")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}

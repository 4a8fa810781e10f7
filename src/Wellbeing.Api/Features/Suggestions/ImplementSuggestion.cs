using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>A suggestion that was adopted was put into practice.</summary>
internal static class ImplementSuggestion
{
    /// <summary>On which day; what came of it is sealed.</summary>
    internal sealed record Request(
        DateOnly ImplementedOn,
        [property: MaxLength(20_000)] string? Result = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Suggestion, Request>(
        "suggestion_implemented",
        (context, suggestion, request) =>
            SuggestionDecisions.Implement(
                suggestion,
                context.UnitThen,
                request.ImplementedOn,
                context.Seal("result", request.Result)
            )
    )
    {
        Refusals = ["suggestion-implemented", "suggestion-not-adopted"],
        Example = """{ "implementedOn": "2026-11-02", "result": "One form since November." }""",
        When = request => ValidTime.OnDay("implementedOn", request.ImplementedOn),
        Text = request => request.Result is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/suggestions/{id:guid}/implement", UseCase, "Records that a suggestion was put into practice")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander);
}

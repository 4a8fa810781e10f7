using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>A commander does not adopt a suggestion.</summary>
internal static class DeclineSuggestion
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Suggestion, Request, bool>(
        "suggestion_declined",
        (query, _) => query.CallerIsItsOfficer(),
        (context, suggestion, self, request) =>
            SuggestionDecisions.Decline(suggestion, context.UnitThen, context.Seal("reason", request.Reason)!, self)
    )
    {
        Refusals = ["own-request", "suggestion-decided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The law asks for both." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/suggestions/{id:guid}/decline", UseCase, "Does not adopt a suggestion")
            .AllowRoles(Role.Commander);
}

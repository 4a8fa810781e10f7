using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Suggestion, Request, bool>(
        "suggestion_adopted",
        (query, _) => query.CallerIsItsOfficer(),
        (context, suggestion, self, request) =>
            SuggestionDecisions.Adopt(
                suggestion,
                context.UnitThen,
                request.Owner,
                request.DueOn,
                self,
                DueDays.Breach(request.DueOn, context.Day, context.Mode)
            )
    )
    {
        Refusals = ["own-request", "suggestion-decided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "owner": "po-7", "dueOn": "2026-12-31" }""",
        NotBefore = (request, _, agreedOn) => [("dueOn", request.DueOn, agreedOn)],
        People = request => [("owner", request.Owner)],
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/suggestions/{id:guid}/adopt", UseCase, "Adopts a suggestion").AllowRoles(Role.Commander);
}

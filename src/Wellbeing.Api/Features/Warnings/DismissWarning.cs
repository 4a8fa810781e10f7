using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is dismissed.</summary>
internal static class DismissWarning
{
    /// <summary>Why; the words are sealed. One that is dismissed as <c>mistaken</c> counts for no threshold.</summary>
    internal sealed record Request(string Reason, DismissalCause? Cause = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_dismissed",
        (context, warning, request) =>
            WarningDecisions.Dismiss(warning, context.UnitThen, context.Seal("reason", request.Reason)!, request.Cause)
    )
    {
        Refusals = ["warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Raised twice.", "cause": "mistaken" }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/dismiss", UseCase, "Dismisses a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

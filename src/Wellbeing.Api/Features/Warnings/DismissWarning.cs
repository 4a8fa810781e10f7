using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is dismissed.</summary>
internal static class DismissWarning
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_dismissed",
        (context, warning, request) =>
            WarningDecisions.Dismiss(warning, context.UnitThen, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Raised twice." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/dismiss", UseCase, "Dismisses a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

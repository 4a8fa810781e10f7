using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning that had ended is opened again.</summary>
internal static class ReopenWarning
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_reopened",
        (context, warning, request) =>
            WarningDecisions.Reopen(
                warning,
                context.UnitThen,
                context.Seal("reason", request.Reason)!,
                context.DeadlinesOf(warning.Level)
            )
    )
    {
        Refusals = ["warning-open"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "It has come back." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/reopen", UseCase, "Opens a warning again")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

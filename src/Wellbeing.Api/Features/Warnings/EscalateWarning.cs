using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is brought to the level of command above.</summary>
internal static class EscalateWarning
{
    /// <summary>Why; sealed. The deadline that passed, where that is why.</summary>
    internal sealed record Request(string Reason, DeadlineKind? Missed = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request, IReadOnlyList<string>>(
        "warning_escalated",
        (query, _) => query.ChainOfCommand(),
        (context, warning, command, request) =>
            WarningDecisions.Escalate(
                warning,
                context.UnitThen,
                command,
                request.Missed,
                context.Seal("reason", request.Reason),
                context.OccurredAt,
                context.Mode
            )
    )
    {
        Refusals = ["deadline-not-missed", "nobody-above", "warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "No counsellor is free." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/escalate", UseCase, "Brings a warning to the level of command above")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor, Role.Integrator);
}

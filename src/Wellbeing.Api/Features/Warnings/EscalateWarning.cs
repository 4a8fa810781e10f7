using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is brought to the level of command above.</summary>
internal static class EscalateWarning
{
    /// <summary>Why; sealed. The deadline that passed, where that is why.</summary>
    internal sealed record Request(string Reason, DeadlineKind? Missed = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_escalated",
        (scene, request) =>
            WarningDecisions.Escalate(
                scene.Of<Warning>(),
                scene.UnitNow,
                scene.Command,
                request.Missed,
                scene.Seal("reason", request.Reason),
                scene.OccurredAt,
                scene.Mode
            )
    )
    {
        Refusals = ["deadline-not-missed", "nobody-above", "warning-closed"],
        Example = """{ "reason": "No counsellor is free." }""",
        Needs = _ => new Needs { Command = true },
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/escalate", Act, "Brings a warning to the level of command above")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor, Role.Integrator);
}

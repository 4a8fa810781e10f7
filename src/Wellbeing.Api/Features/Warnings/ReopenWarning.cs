using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning that had ended is opened again.</summary>
internal static class ReopenWarning
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_reopened",
        (scene, request) =>
            WarningDecisions.Reopen(
                scene.Of<Warning>(),
                scene.UnitNow,
                scene.Seal("reason", request.Reason)!,
                scene.DeadlinesOf(scene.Of<Warning>().Level)
            )
    )
    {
        Refusals = ["warning-open"],
        Example = """{ "reason": "It has come back." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/reopen", Act, "Opens a warning again")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

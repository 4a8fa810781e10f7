using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning's level is changed.</summary>
internal static class ReclassifyWarning
{
    /// <summary>The new level, and why; sealed.</summary>
    internal sealed record Request(WarningLevel Level, string Reason, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_reclassified",
        (context, warning, request) =>
            WarningDecisions.Reclassify(
                warning,
                context.UnitThen,
                request.Level,
                context.Seal("reason", request.Reason)!,
                context.DeadlinesOf(request.Level)
            )
    )
    {
        Refusals = ["nothing-changed", "warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "level": "red", "reason": "Spoke of giving up." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/reclassify", UseCase, "Changes a warning's level")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

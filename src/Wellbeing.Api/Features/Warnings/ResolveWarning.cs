using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning comes to its end.</summary>
internal static class ResolveWarning
{
    /// <summary>How; the note is sealed.</summary>
    internal sealed record Request(WarningOutcome Outcome, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "warning_resolved",
        (scene, request) =>
            WarningDecisions.Resolve(
                scene.Of<Warning>(),
                scene.UnitNow,
                request.Outcome,
                scene.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["warning-closed"],
        Example = """{ "outcome": "helped", "note": "Sleeps again." }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/warnings/{id:guid}/resolve", Act, "Brings a warning to its end")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

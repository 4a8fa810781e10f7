using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning comes to its end.</summary>
internal static class ResolveWarning
{
    /// <summary>How; the note is sealed.</summary>
    internal sealed record Request(WarningOutcome Outcome, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_resolved",
        (context, warning, request) =>
            WarningDecisions.Resolve(warning, context.UnitThen, request.Outcome, context.Seal("note", request.Note))
    )
    {
        Refusals = ["warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "outcome": "helped", "note": "Sleeps again." }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/resolve", UseCase, "Brings a warning to its end")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A commander takes note of a warning.</summary>
internal static class AcknowledgeWarning
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_acknowledged",
        (context, warning, _) => WarningDecisions.Acknowledge(warning, context.UnitThen)
    )
    {
        Refusals = ["already-acknowledged", "warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/acknowledge", UseCase, "Takes note of a warning")
            .AllowRoles(Role.Commander, Role.Integrator);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>Somebody is put in charge of a warning.</summary>
internal static class AssignWarning
{
    /// <summary>Who; an opaque id.</summary>
    internal sealed record Request([property: MaxLength(200)] string To, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Warning, Request>(
        "warning_assigned",
        (context, warning, request) => WarningDecisions.Assign(warning, context.UnitThen, request.To)
    )
    {
        Refusals = ["not-acknowledged", "nothing-changed", "warning-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "to": "counsellor-3" }""",
        People = request => [("to", request.To)],
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/warnings/{id:guid}/assign", UseCase, "Puts somebody in charge of a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>A milestone of a career is marked.</summary>
internal static class MarkMilestone
{
    /// <summary>The milestone; <c>years</c> goes with <c>yearsOfService</c> and only with it.</summary>
    internal sealed record Request(
        MilestoneKind Kind,
        DateOnly MarkedOn,
        [property: Range(1, 60)] int? Years = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "officer_milestone_marked",
        (_, officer, request) => OfficerDecisions.MarkMilestone(officer, request.Kind, request.Years, request.MarkedOn)
    )
    {
        Refusals = ["years-missing"],
        Example = """{ "kind": "yearsOfService", "years": 10, "markedOn": "2026-07-01" }""",
        Additive = true,
        When = request => ValidTime.OnDay("markedOn", request.MarkedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/milestones", UseCase, "Marks a milestone of a career")
            .AllowRoles(Role.Administrator, Role.Integrator, Role.PoliticalOfficer);
}

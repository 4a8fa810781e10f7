using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>What a review found out about the force is put on record.</summary>
internal static class RecordFinding
{
    /// <summary>What it is about, how severe it is, and in words that name nobody.</summary>
    internal sealed record Request(
        CareCategory Category,
        [property: Range(1, 3)] int Severity,
        [property: MaxLength(2_000)] string Text,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Review, Request>(
        "review_finding_recorded",
        (_, review, request) => ReviewDecisions.Find(review, request.Category, request.Severity, request.Text)
    )
    {
        When = _ => ValidTime.Recorded,
        Example =
            """{ "category": "workload", "severity": 2, "text": "Night shifts follow each other too closely." }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/reviews/{id:guid}/findings", UseCase, "Records what a review found out")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

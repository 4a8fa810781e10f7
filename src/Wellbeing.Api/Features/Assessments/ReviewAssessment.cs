using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Assessments;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>A counsellor has looked at a test.</summary>
internal static class ReviewAssessment
{
    /// <summary>What the counsellor makes of it; sealed.</summary>
    internal sealed record Request([property: MaxLength(20_000)] string? Note = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Assessment, Request>(
        "assessment_reviewed",
        (context, assessment, request) =>
            AssessmentDecisions.Review(assessment, context.UnitThen, context.Seal("note", request.Note))
    )
    {
        Refusals = ["assessment-not-completed", "assessment-reviewed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "note": "To be asked again in two weeks." }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/assessments/{id:guid}/review", UseCase, "Records that a counsellor looked at a test")
            .AllowRoles(Role.Counsellor, Role.Integrator);
}

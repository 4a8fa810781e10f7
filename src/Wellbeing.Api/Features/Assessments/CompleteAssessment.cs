using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>A test is taken: it is scored here, from its items where they are ours to hold.</summary>
internal static class CompleteAssessment
{
    /// <summary>What a factor of SCL-90 came to.</summary>
    internal sealed record FactorRequest(SymptomFactor Factor, [property: Range(6, 65)] int Sum);

    /// <summary>The scores of PSS-10 and SCL-90.</summary>
    internal sealed record ScoresRequest(
        [property: Range(0, 450)] int Total,
        [property: Range(0, Scoring.SymptomItems)] int? PositiveItems = null,
        [property: MaxLength(10)] IReadOnlyList<FactorRequest>? Factors = null
    );

    /// <summary>
    /// The answers to all items in their order, which are sealed; of PSS-10 and SCL-90 the scores, of which all but the total
    /// is sealed.
    /// </summary>
    internal sealed record Request(
        [property: MaxLength(35)] string Language,
        [property: MaxLength(40)] string InstrumentVersion,
        [property: MaxLength(100)] IReadOnlyList<int>? Items = null,
        ScoresRequest? Scores = null,
        DateTimeOffset? CompletedAt = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Assessment, Request>("assessment_completed", Decide)
    {
        Refusals = ["assessment-completed"],
        Example =
            """{ "language": "zh-CN", "instrumentVersion": "1999", "items": [1, 0, 2, 1, 0, 1, 0, 0, 0], "completedAt": "2025-09-16T15:00:00+08:00" }""",
        Codes = request => [("language", request.Language), ("instrumentVersion", request.InstrumentVersion)],
        Against = (assessment, request, errors) => InstrumentFaults.Find(assessment.Instrument, request, errors),
        When = request => ValidTime.AtTime("completedAt", request.CompletedAt),
        Text = request => Confided(request) is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/assessments/{id:guid}/complete", UseCase, "Puts a test on record that was taken")
            .AllowRoles(Role.Counsellor, Role.Officer, Role.Integrator);

    private static Decision Decide(DecisionContext context, Assessment assessment, Request request)
    {
        var result = request.Items is { } items
            ? Scoring.OfItems(assessment.Instrument, items)
            : Scoring.OfScores(assessment.Instrument, ScoresOf(request.Scores!));
        return AssessmentDecisions.Complete(
            assessment,
            context.UnitThen,
            new TakenTest(request.InstrumentVersion, request.Language, result, context.Seal("items", Confided(request)))
        );
    }

    /// <summary>The scores as the domain takes them.</summary>
    public static TestScores ScoresOf(ScoresRequest scores) =>
        new(scores.Total, scores.PositiveItems, scores.Factors?.Select(x => new FactorSum(x.Factor, x.Sum)).ToList());

    /// <summary>What is sealed, as JSON; null where the total is all that was given.</summary>
    private static string? Confided(Request request) =>
        request.Items is { } items ? JsonSerializer.Serialize(items, CareJson.Options)
        : request.Scores is { PositiveItems: null, Factors: null } or null ? null
        : JsonSerializer.Serialize(request.Scores, CareJson.Options);
}

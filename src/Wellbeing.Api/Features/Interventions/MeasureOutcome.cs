using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An outcome is measured.</summary>
internal static class MeasureOutcome
{
    /// <summary>The instrument, the score within its range, and the band.</summary>
    internal sealed record Request(
        Instrument Instrument,
        [property: Range(0, 450)] int Score,
        ScoreBand? Band = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_outcome_measured",
        (context, intervention, request) =>
            InterventionDecisions.Measure(
                intervention,
                context.UnitThen,
                request.Instrument,
                request.Score,
                request.Band,
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-suspended"],
        When = _ => ValidTime.Recorded,
        Example = """{ "instrument": "PHQ-9", "score": 6, "band": "mild" }""",
        Check = WithinRange,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/outcomes", UseCase, "Records a measured outcome")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);

    private static void WithinRange(Request request, FieldErrors errors)
    {
        var (least, most) = Instruments.RangeOf(request.Instrument);
        if (request.Score < least || request.Score > most)
            errors.Add("score", "whole-number", ("min", least), ("max", most));
    }
}

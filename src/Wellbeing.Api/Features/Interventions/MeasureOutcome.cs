using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An outcome is measured.</summary>
internal static class MeasureOutcome
{
    /// <summary>
    /// The instrument, and a score that it can come to. The band follows from the score; given, it has to be that one.
    /// </summary>
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
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-suspended"],
        When = _ => ValidTime.Recorded,
        Example = """{ "instrument": "PHQ-9", "score": 6, "band": "mild" }""",
        Check = GoesWithInstrument,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/outcomes", UseCase, "Records a measured outcome")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);

    private static void GoesWithInstrument(Request request, FieldErrors errors)
    {
        InstrumentFaults.OfScore(request.Instrument, "score", request.Score, errors);
        if (errors.Any || request.Band is not { } given)
            return;
        var band = Scoring.BandOf(request.Instrument, request.Score);
        if (given != band)
            errors.Add("band", "choice", ("allowed", EnumNames.Of(band)));
    }
}

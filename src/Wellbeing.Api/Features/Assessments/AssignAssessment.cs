using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>An officer is asked to take a test.</summary>
internal static class AssignAssessment
{
    /// <summary>Who, which test, and until when; the reason is sealed.</summary>
    internal sealed record Request(
        Instrument Instrument,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        DateOnly? DueOn = null,
        string? Reason = null,
        DateTimeOffset? OccurredAt = null
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "assessment_assigned",
        (query, request) => query.Officer(request),
        (context, named, request) =>
            AssessmentDecisions.Assign(
                named.Officer,
                named.UnitCode,
                request.Instrument,
                request.DueOn,
                context.Seal("reason", request.Reason),
                DueDays.Breach(request.DueOn, context.Day, context.Mode)
            )
    )
    {
        Refusals = ["already-departed"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "instrument": "PHQ-9", "dueOn": "2026-09-30", "reason": "Sleeps badly." }""",
        NotBefore = (request, _, agreedOn) => [("dueOn", request.DueOn, agreedOn)],
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/assessments", UseCase, "Asks an officer to take a test")
            .AllowRoles(Role.Counsellor, Role.Integrator);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "assessment_assigned",
        (scene, request) =>
            AssessmentDecisions.Assign(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Instrument,
                request.DueOn,
                scene.Seal("reason", request.Reason)
            )
    )
    {
        Refusals = ["already-departed"],
        Example =
            """{ "badgeNumber": "031207", "instrument": "PHQ-9", "dueOn": "2026-09-30", "reason": "Sleeps badly." }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Text = request => request.Reason is not null,
        Location = (scene, _) => $"/api/v1/assessments/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/assessments", Act, "Asks an officer to take a test")
            .AllowRoles(Role.Counsellor, Role.Integrator);
}

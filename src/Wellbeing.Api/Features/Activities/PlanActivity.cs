using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>An activity of a unit is planned.</summary>
internal static class PlanActivity
{
    /// <summary>What is to take place, and when; title and topics name nobody who takes part.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        ActivityKind Kind,
        [property: MaxLength(200)] string Title,
        DateTimeOffset PlannedFor,
        [property: MaxLength(20)] IReadOnlyList<string>? Topics = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "activity_planned",
        (scene, request) =>
            ActivityDecisions.Plan(scene.Unit!, request.Kind, request.Title, request.PlannedFor, request.Topics ?? [])
    )
    {
        Refusals = ["unit-closed"],
        Example =
            """{ "unitCode": "DT-01", "kind": "psychologyLecture", "title": "Sleep and shift work", "plannedFor": "2026-09-14T14:00:00+08:00", "topics": ["sleep"] }""",
        UnitField = "unitCode",
        Needs = request => new Needs { Unit = request.UnitCode },
        Location = (scene, _) => $"/api/v1/activities/{scene.StreamId}",
    };
}

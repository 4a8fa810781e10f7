using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Units;

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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Unit>(
        "activity_planned",
        (query, request) => query.Unit(request.UnitCode),
        (_, unit, request) =>
            ActivityDecisions.Plan(unit, request.Kind, request.Title, request.PlannedFor, request.Topics ?? [])
    )
    {
        Refusals = ["unit-closed"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "unitCode": "DT-01", "kind": "psychologyLecture", "title": "Sleep and shift work", "plannedFor": "2026-09-14T14:00:00+08:00", "topics": ["sleep"] }""",
        UnitField = "unitCode",
    };
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Activities;

/// <summary>An activity that took place without having been planned is put on record.</summary>
internal static class RecordActivity
{
    /// <summary>What took place; title, topics and summary name nobody who took part.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        ActivityKind Kind,
        [property: MaxLength(200)] string Title,
        DateTimeOffset HeldAt,
        [property: Range(1, HoldActivity.MostMinutes)] int? Minutes = null,
        [property: MaxLength(20)] IReadOnlyList<string>? Topics = null,
        string? Summary = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Unit>(
        "activity_held",
        (query, request) => query.Unit(request.UnitCode),
        (_, unit, request) =>
            ActivityDecisions.Record(
                unit,
                request.Kind,
                request.Title,
                new ActivityReport(request.HeldAt, request.Minutes, request.Topics, request.Summary)
            )
    )
    {
        Fits = body => Body.HasAny(body, "heldAt"),
        Refusals = ["unit-closed"],
        Example =
            """{ "unitCode": "DT-01", "kind": "sport", "title": "Autumn games", "heldAt": "2026-09-14T14:00:00+08:00", "minutes": 180 }""",
        UnitField = "unitCode",
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
    };

    /// <summary>One route for both beginnings of an activity: with <c>heldAt</c> it took place, else it is to come.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStarts(
                "/activities",
                "Plans an activity, or records one that took place",
                UseCase,
                PlanActivity.UseCase
            )
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>A planned activity took place.</summary>
internal static class HoldActivity
{
    public const int MostMinutes = 1440;

    /// <summary>When, and what it came to; without <c>topics</c> they are those that were planned.</summary>
    internal sealed record Request(
        DateTimeOffset HeldAt,
        [property: Range(1, MostMinutes)] int? Minutes = null,
        [property: MaxLength(20)] IReadOnlyList<string>? Topics = null,
        string? Summary = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Activity, Request>(
        "activity_held",
        (_, activity, request) =>
            ActivityDecisions.Hold(
                activity,
                new ActivityReport(request.HeldAt, request.Minutes, request.Topics, request.Summary)
            )
    )
    {
        // A line of an import that names the unit tells of one that was not planned.
        Fits = body => !Body.HasAny(body, "unitCode"),
        Refusals = ["activity-already-held"],
        Example = """{ "heldAt": "2026-09-14T14:00:00+08:00", "minutes": 90, "summary": "Many questions." }""",
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/activities/{id:guid}/hold", UseCase, "Records that a planned activity took place")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}

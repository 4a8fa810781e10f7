using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>Who took part in an activity is put on record, up to 2,000 officers at once.</summary>
internal static class RecordAttendance
{
    /// <summary>The officers, by id, by badge number or some by either; one who is named again counts once.</summary>
    internal sealed record Request(
        [property: MaxLength(ActivityDecisions.MostTogether)] IReadOnlyList<Guid>? OfficerIds = null,
        [property: MaxLength(ActivityDecisions.MostTogether)] IReadOnlyList<string>? BadgeNumbers = null,
        DateTimeOffset? At = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Activity, Request, IReadOnlyList<Guid>>(
        "attendance_recorded",
        (query, request) => query.Officers(request.OfficerIds, request.BadgeNumbers),
        (_, activity, officers, _) => ActivityDecisions.RecordAttendance(activity, officers)
    )
    {
        Refusals = ["activity-not-held", "attendance-already-recorded", "officer-erased", "processing-restricted"],
        Example = """{ "badgeNumbers": ["031207", "031208"], "at": "2026-09-14T15:30:00+08:00" }""",
        ListsOfficers = true,
        Check = NotTooMany,
        Additive = true,
        When = request => ValidTime.AtTime("at", request.At),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/activities/{id:guid}/attendance", UseCase, "Records who took part in an activity")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);

    private static void NotTooMany(Request request, FieldErrors errors)
    {
        var named = (request.OfficerIds?.Count ?? 0) + (request.BadgeNumbers?.Count ?? 0);
        if (named == 0)
            errors.Add("officerIds", "missing");
        else if (named > ActivityDecisions.MostTogether)
            errors.Add("officerIds", "too-many", ("actual", named), ("max", ActivityDecisions.MostTogether));
    }
}

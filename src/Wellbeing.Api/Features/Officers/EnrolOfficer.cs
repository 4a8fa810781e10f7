using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer enters the record. Who the officer is lies beside the event, which holds a commitment to it.</summary>
internal static class EnrolOfficer
{
    /// <summary>A new officer; the badge number is unique in the bureau.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string BadgeNumber,
        [property: MaxLength(200)] string Name,
        [property: MaxLength(40)] string UnitCode,
        DateOnly AppointedOn,
        [property: MaxLength(100)] string? Rank = null,
        [property: MaxLength(200)] string? Post = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "officer_enrolled",
        (scene, request) =>
            OfficerDecisions.Enrol(
                scene.StreamId,
                scene.Unit!,
                request.Rank,
                request.Post,
                request.AppointedOn,
                Identity(scene, request).Commitment()
            )
    )
    {
        Refusals = ["badge-number-in-use", "unit-closed"],
        Example =
            """{ "badgeNumber": "031207", "name": "Li Wei", "unitCode": "DT-01", "appointedOn": "2016-07-01", "rank": "second-class inspector" }""",
        Codes = request => [("badgeNumber", request.BadgeNumber)],
        UnitField = "unitCode",
        Needs = request => new Needs { Unit = request.UnitCode },
        Day = request => request.AppointedOn,
        Identity = Identity,
        Location = (scene, _) => $"/api/v1/officers/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapStart("/officers", Act, "Puts an officer on record").AllowRoles(Role.Administrator, Role.Integrator);

    private static IdentityRow Identity(Scene scene, Request request) =>
        new(scene.StreamId, request.BadgeNumber, request.Name, null, scene.Salt);
}

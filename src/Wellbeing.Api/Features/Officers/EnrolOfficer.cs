using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, Facts>(
        "officer_enrolled",
        Load,
        (context, facts, request) =>
            OfficerDecisions.Enrol(
                context.StreamId,
                facts.Unit,
                request.Rank,
                request.Post,
                request.AppointedOn,
                Identity(context, facts, request).Commitment()
            )
    )
    {
        Refusals = ["badge-number-in-use", "unit-closed"],
        Example =
            """{ "badgeNumber": "031207", "name": "Li Wei", "unitCode": "DT-01", "appointedOn": "2016-07-01", "rank": "second-class inspector" }""",
        Codes = request => [("badgeNumber", request.BadgeNumber)],
        UnitField = "unitCode",
        When = request => ValidTime.OnDay("appointedOn", request.AppointedOn),
        Identity = (context, facts, request) => new(Identity(context, facts, request)),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/officers", UseCase, "Puts an officer on record")
            .AllowRoles(Role.Administrator, Role.Integrator);

    /// <summary>The unit, and the salt of the commitment to the identity.</summary>
    private sealed record Facts(Unit Unit, byte[] Salt);

    private static Loading<Facts> Load(RecordQuery query, Request request)
    {
        var salt = IdentityCommitment.NewSalt();
        return query.Unit(request.UnitCode).Select(unit => new Facts(unit, salt));
    }

    private static IdentityRow Identity(DecisionContext context, Facts facts, Request request) =>
        new(context.StreamId, request.BadgeNumber, request.Name, null, facts.Salt);
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer who had left comes back; the record goes on.</summary>
internal static class ReinstateOfficer
{
    /// <summary>The unit, the first day back, the rank where it is another one, and why; that is sealed.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string UnitCode,
        DateOnly On,
        string Reason,
        [property: MaxLength(100)] string? Rank = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, Unit>(
        "officer_reinstated",
        (query, request) => query.Unit(request.UnitCode),
        (context, officer, unit, request) =>
            OfficerDecisions.Reinstate(officer, unit, request.On, request.Rank, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["not-departed", "officer-deceased", "unit-closed"],
        When = request => ValidTime.OnDay("on", request.On),
        Example =
            """{ "unitCode": "DT-01", "on": "2026-09-01", "reason": "Came back from the neighbouring bureau." }""",
        UnitField = "unitCode",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/reinstatement", UseCase, "Takes an officer back into service")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

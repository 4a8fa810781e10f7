using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer moves to another unit.</summary>
internal static class TransferOfficer
{
    /// <summary>The move. <c>fromUnit</c>, where given, has to be the unit that the officer is in.</summary>
    internal sealed record Request(
        [property: MaxLength(40)] string ToUnit,
        TransferReason Reason,
        DateOnly EffectiveOn,
        [property: MaxLength(40)] string? FromUnit = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, Unit>(
        "officer_transferred",
        (query, request) => query.Unit(request.ToUnit),
        (context, officer, to, request) =>
            context.IsOrder
                ? context.Ordered(
                    OfficerDecisions.OrderTransfer(
                        officer,
                        context.UnitThen,
                        request.FromUnit,
                        to,
                        request.Reason,
                        request.EffectiveOn
                    ),
                    officer,
                    request.EffectiveOn
                )
                : OfficerDecisions.Transfer(officer, request.FromUnit, to, request.Reason, request.EffectiveOn)
    )
    {
        Refusals = ["other-unit", "same-unit", "unit-closed"],
        Order = Catalogue.Named("officer_transfer_ordered"),
        Example = """{ "toUnit": "DT-02", "reason": "rotation", "effectiveOn": "2023-08-01" }""",
        UnitField = "toUnit",
        When = request => ValidTime.OnDay("effectiveOn", request.EffectiveOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/transfer", UseCase, "Transfers an officer")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

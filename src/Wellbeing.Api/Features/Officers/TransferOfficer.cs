using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "officer_transferred",
        (scene, request) =>
            OfficerDecisions.Transfer(
                scene.Of<Officer>(),
                request.FromUnit,
                scene.Unit!,
                request.Reason,
                request.EffectiveOn
            )
    )
    {
        Refusals = ["already-departed", "other-unit", "same-unit", "unit-closed"],
        Example = """{ "toUnit": "DT-02", "reason": "rotation", "effectiveOn": "2023-08-01" }""",
        UnitField = "toUnit",
        Needs = request => new Needs { Unit = request.ToUnit },
        Day = request => request.EffectiveOn,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/transfer", Act, "Transfers an officer")
            .AllowRoles(Role.Administrator, Role.Integrator);
}

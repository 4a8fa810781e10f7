using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>A new unit.</summary>
internal sealed record FormUnitRequest(
    [property: MaxLength(40)] string UnitCode,
    [property: MaxLength(200)] string Name,
    UnitKind Kind,
    [property: MaxLength(40)] string? ParentCode = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A unit's new name.</summary>
internal sealed record RenameUnitRequest([property: MaxLength(200)] string Name, DateTimeOffset? OccurredAt = null)
    : IActRequest;

/// <summary>A unit's new place in the tree; without a parent it stands at the top.</summary>
internal sealed record MoveUnitRequest(
    [property: MaxLength(40)] string? ParentCode = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>The end of a unit.</summary>
internal sealed record CloseUnitRequest(DateTimeOffset? OccurredAt = null) : IActRequest;

/// <summary>A facility that a unit got or, with <c>withdrawn</c>, lost.</summary>
internal sealed record FacilityRequest(FacilityKind Facility, DateTimeOffset? OccurredAt = null) : IActRequest;

/// <summary>What may be done to units.</summary>
internal static class UnitActs
{
    public static readonly Act<FormUnitRequest> Form = new(
        "unit_formed",
        (scene, request) => UnitDecisions.Form(request.UnitCode, request.Name, request.Kind, scene.Unit)
    )
    {
        UnitField = "parentCode",
        Needs = request => new Needs { Unit = request.ParentCode },
        Location = (_, request) => $"/api/v1/units/{Uri.EscapeDataString(request.UnitCode)}",
    };

    public static readonly Act<RenameUnitRequest> Rename = new(
        "unit_renamed",
        (scene, request) => UnitDecisions.Rename(scene.Of<Unit>(), request.Name)
    );

    public static readonly Act<MoveUnitRequest> Move = new(
        "unit_moved",
        (scene, _) => UnitDecisions.Move(scene.Of<Unit>(), scene.Unit, scene.Above)
    )
    {
        UnitField = "parentCode",
        Needs = request => new Needs { Unit = request.ParentCode, Above = request.ParentCode is not null },
    };

    public static readonly Act<CloseUnitRequest> Close = new(
        "unit_closed",
        (scene, _) => UnitDecisions.Close(scene.Of<Unit>(), scene.Empty)
    )
    {
        Needs = _ => new Needs { Empty = true },
    };

    public static readonly Act<FacilityRequest> Provide = new(
        "facility_provided",
        (scene, request) => UnitDecisions.Provide(scene.Of<Unit>(), request.Facility)
    );

    public static readonly Act<FacilityRequest> Withdraw = new(
        "facility_withdrawn",
        (scene, request) => UnitDecisions.Withdraw(scene.Of<Unit>(), request.Facility)
    );
}

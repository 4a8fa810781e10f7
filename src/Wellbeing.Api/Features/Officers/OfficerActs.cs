using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>A new officer.</summary>
internal sealed record EnrolOfficerRequest(
    [property: MaxLength(40)] string BadgeNumber,
    [property: MaxLength(200)] string Name,
    [property: MaxLength(40)] string UnitCode,
    DateOnly AppointedOn,
    [property: MaxLength(100)] string? Rank = null,
    [property: MaxLength(200)] string? Post = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A move to another unit. <c>fromUnit</c>, where given, must be the unit that the officer is in.</summary>
internal sealed record TransferRequest(
    [property: MaxLength(40)] string ToUnit,
    TransferReason Reason,
    DateOnly EffectiveOn,
    [property: MaxLength(40)] string? FromUnit = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A promotion.</summary>
internal sealed record PromotionRequest(
    [property: MaxLength(100)] string Rank,
    DateOnly EffectiveOn,
    [property: MaxLength(200)] string? Post = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>What an officer would like the bureau to consider; sealed.</summary>
internal sealed record PreferenceRequest(string Preference, DateTimeOffset? OccurredAt = null) : IActRequest;

/// <summary>A talent; its description is sealed.</summary>
internal sealed record TalentRequest(
    TalentCategory Category,
    string? Description = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A milestone; <c>years</c> goes with <c>yearsOfService</c> and only with it.</summary>
internal sealed record MilestoneRequest(
    MilestoneKind Kind,
    DateOnly MarkedOn,
    [property: Range(1, 60)] int? Years = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>A departure; its reason is sealed.</summary>
internal sealed record DepartureRequest(
    DepartureKind Kind,
    DateOnly DepartedOn,
    string? Reason = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>What changes of an officer's identity.</summary>
internal sealed record IdentityRequest(
    [property: MaxLength(200)] string? Name = null,
    [property: MaxLength(40)] string? BadgeNumber = null,
    [property: MaxLength(200)] string? Contact = null,
    DateTimeOffset? OccurredAt = null
) : IActRequest;

/// <summary>What may be done to officers.</summary>
internal static class OfficerActs
{
    public static readonly Act<EnrolOfficerRequest> Enrol = new(
        "officer_enrolled",
        (scene, request) =>
            OfficerDecisions.Enrol(
                scene.StreamId,
                scene.Unit!,
                request.Rank,
                request.Post,
                request.AppointedOn,
                Commitment(Enrolled(scene, request))
            )
    )
    {
        UnitField = "unitCode",
        Needs = request => new Needs { Unit = request.UnitCode },
        Day = request => request.AppointedOn,
        Identity = Enrolled,
        Location = (scene, _) => $"/api/v1/officers/{scene.StreamId}",
    };

    public static readonly Act<TransferRequest> Transfer = new(
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
        UnitField = "toUnit",
        Needs = request => new Needs { Unit = request.ToUnit },
        Day = request => request.EffectiveOn,
    };

    public static readonly Act<PromotionRequest> Promote = new(
        "officer_promoted",
        (scene, request) =>
            OfficerDecisions.Promote(scene.Of<Officer>(), request.Rank, request.Post, request.EffectiveOn)
    )
    {
        Day = request => request.EffectiveOn,
    };

    public static readonly Act<PreferenceRequest> StatePreference = new(
        "officer_preference_stated",
        (scene, request) =>
            OfficerDecisions.StatePreference(scene.Of<Officer>(), scene.Seal("preference", request.Preference)!)
    )
    {
        Text = _ => true,
    };

    public static readonly Act<TalentRequest> ListTalent = new(
        "officer_talent_listed",
        (scene, request) =>
            OfficerDecisions.ListTalent(
                scene.Of<Officer>(),
                request.Category,
                scene.Seal("description", request.Description)
            )
    )
    {
        Text = request => request.Description is not null,
    };

    public static readonly Act<MilestoneRequest> MarkMilestone = new(
        "officer_milestone_marked",
        (scene, request) =>
            OfficerDecisions.MarkMilestone(scene.Of<Officer>(), request.Kind, request.Years, request.MarkedOn)
    )
    {
        Day = request => request.MarkedOn,
    };

    public static readonly Act<DepartureRequest> Depart = new(
        "officer_departed",
        (scene, request) =>
            OfficerDecisions.Depart(
                scene.Of<Officer>(),
                request.Kind,
                scene.Seal("reason", request.Reason),
                request.DepartedOn
            )
    )
    {
        Day = request => request.DepartedOn,
        Text = request => request.Reason is not null,
    };

    public static readonly Act<IdentityRequest> ChangeIdentity = new(
        "officer_identity_changed",
        (scene, request) =>
            OfficerDecisions.ChangeIdentity(
                scene.Of<Officer>(),
                Changed(scene.Identity!, Renamed(scene, request)),
                Commitment(Renamed(scene, request))
            )
    )
    {
        Needs = _ => new Needs { Identity = true },
        Identity = Renamed,
    };

    private static IdentityRow Enrolled(Scene scene, EnrolOfficerRequest request) =>
        new(scene.StreamId, request.BadgeNumber, request.Name, null, scene.Salt);

    private static IdentityRow Renamed(Scene scene, IdentityRequest request) =>
        scene.Identity! with
        {
            Name = request.Name ?? scene.Identity.Name,
            BadgeNumber = request.BadgeNumber ?? scene.Identity.BadgeNumber,
            Contact = request.Contact ?? scene.Identity.Contact,
        };

    private static string Commitment(IdentityRow identity) =>
        IdentityCommitment.Compute(
            identity.Salt,
            identity.OfficerId,
            identity.Name,
            identity.BadgeNumber,
            identity.Contact
        );

    private static List<IdentityField> Changed(IdentityRow before, IdentityRow after)
    {
        var fields = new List<IdentityField>();
        if (before.Name != after.Name)
            fields.Add(IdentityField.Name);
        if (before.BadgeNumber != after.BadgeNumber)
            fields.Add(IdentityField.BadgeNumber);
        if (before.Contact != after.Contact)
            fields.Add(IdentityField.Contact);
        return fields;
    }
}

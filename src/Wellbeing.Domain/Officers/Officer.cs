using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Officers;

/// <summary>Whether an officer serves.</summary>
public enum OfficerStatus
{
    /// <summary>In service.</summary>
    Serving,

    /// <summary>Left the service.</summary>
    Departed,

    /// <summary>Erased: who it was is gone.</summary>
    Erased,
}

/// <summary>An officer's career as its event stream leaves it. It holds no name and no badge number.</summary>
/// <param name="Id">The officer's id, which is the stream's.</param>
/// <param name="UnitCode">The unit the officer is in, or was in last.</param>
/// <param name="Rank">The rank, where known, by the latest day of a promotion.</param>
/// <param name="Post">The post, where known.</param>
/// <param name="AppointedOn">The day of appointment.</param>
/// <param name="Status">Whether the officer serves.</param>
/// <param name="InUnitSince">First day in the unit.</param>
/// <param name="DepartedOn">First day out of service, or null.</param>
/// <param name="Career">The stays in units in the order of their days, returns counted; at least one.</param>
/// <param name="Talents">Categories of talents, in the order of listing.</param>
/// <param name="Safeguards">What protects the record; null for nothing.</param>
/// <param name="Erasure">The erasure that is proposed, or done; null for none.</param>
/// <param name="Contested">Ids of entries that the officer contests and nobody has answered for; null for none.</param>
/// <param name="RankSince">First day in the rank where it was reached by a promotion on record.</param>
/// <param name="Orders">Orders that wait for their day; null for none.</param>
/// <param name="Departure">How the officer left; null while in service.</param>
public sealed record Officer(
    Guid Id,
    string UnitCode,
    string? Rank,
    string? Post,
    DateOnly AppointedOn,
    OfficerStatus Status,
    DateOnly InUnitSince,
    DateOnly? DepartedOn,
    IReadOnlyList<Posting> Career,
    IReadOnlyList<TalentCategory> Talents,
    Safeguards? Safeguards = null,
    Erasure? Erasure = null,
    IReadOnlyList<Guid>? Contested = null,
    DateOnly? RankSince = null,
    IReadOnlyList<CareerOrder>? Orders = null,
    DepartureKind? Departure = null
) : RecordState, IRecordState<Officer>
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>How far an erasure has come, as it is asked for.</summary>
    [JsonIgnore]
    public string? ErasureWord => EnumNames.Of(Erasure?.Status);

    Guid? IRecordState.AboutOfficer => Id;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("officer_enrolled", typeof(OfficerEnrolled), StreamKind.Officer, Starts: true, Continues: false),
        new("officer_transferred", typeof(OfficerTransferred), StreamKind.Officer),
        new("officer_promoted", typeof(OfficerPromoted), StreamKind.Officer),
        new("officer_transfer_ordered", typeof(OfficerTransferOrdered), StreamKind.Officer),
        new("officer_transfer_rescinded", typeof(OfficerTransferRescinded), StreamKind.Officer),
        new("officer_transfer_order_failed", typeof(OfficerTransferOrderFailed), StreamKind.Officer),
        new("officer_promotion_ordered", typeof(OfficerPromotionOrdered), StreamKind.Officer),
        new("officer_promotion_rescinded", typeof(OfficerPromotionRescinded), StreamKind.Officer),
        new("officer_promotion_order_failed", typeof(OfficerPromotionOrderFailed), StreamKind.Officer),
        new("officer_departure_ordered", typeof(OfficerDepartureOrdered), StreamKind.Officer),
        new("officer_departure_rescinded", typeof(OfficerDepartureRescinded), StreamKind.Officer),
        new("officer_departure_order_failed", typeof(OfficerDepartureOrderFailed), StreamKind.Officer),
        new("officer_preference_stated", typeof(OfficerPreferenceStated), StreamKind.Officer),
        new("officer_talent_listed", typeof(OfficerTalentListed), StreamKind.Officer),
        new("officer_milestone_marked", typeof(OfficerMilestoneMarked), StreamKind.Officer),
        new("officer_identity_changed", typeof(OfficerIdentityChanged), StreamKind.Officer),
        new("officer_departed", typeof(OfficerDeparted), StreamKind.Officer),
        new("officer_reinstated", typeof(OfficerReinstated), StreamKind.Officer),
        new("processing_restricted", typeof(ProcessingRestricted), StreamKind.Officer),
        new("restriction_lifted", typeof(RestrictionLifted), StreamKind.Officer),
        new("officer_contested", typeof(OfficerContested), StreamKind.Officer),
        new("officer_contest_answered", typeof(OfficerContestAnswered), StreamKind.Officer),
        new("legal_hold_placed", typeof(LegalHoldPlaced), StreamKind.Officer),
        new("legal_hold_lifted", typeof(LegalHoldLifted), StreamKind.Officer),
        new("erasure_proposed", typeof(ErasureProposed), StreamKind.Officer),
        new("erasure_withdrawn", typeof(ErasureWithdrawn), StreamKind.Officer),
        new("erasure_confirmed", typeof(ErasureConfirmed), StreamKind.Officer),
        new("officer_erased", typeof(OfficerErased), StreamKind.Officer),
    ];

    /// <inheritdoc />
    public static Officer Fold(Officer? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened.StreamId, (OfficerEnrolled)happened.Data) : before.Next(happened);

    /// <summary>Whether the record is kept and not processed.</summary>
    [JsonIgnore]
    public bool Restricted => Safeguards?.Restricted == true;

    /// <summary>Whether the record is needed for proceedings.</summary>
    [JsonIgnore]
    public bool OnHold => Safeguards?.OnHold == true;

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Officer Start(Guid id, OfficerEnrolled enrolled) =>
        new(
            id,
            enrolled.UnitCode!,
            enrolled.Rank,
            enrolled.Post,
            enrolled.AppointedOn,
            OfficerStatus.Serving,
            enrolled.AppointedOn,
            null,
            [new Posting(enrolled.UnitCode!, enrolled.AppointedOn)],
            []
        );

    /// <summary>The state after one more event.</summary>
    public Officer Next(RecordedEvent happened) =>
        happened.Data switch
        {
            OfficerTransferred x => With(Career.Moved(x.ToUnit, x.EffectiveOn, x.Reason)).WithoutOrder(x.Order),
            OfficerPromoted x => Promoted(x).WithoutOrder(x.Order),
            OfficerTalentListed listed => this with { Talents = [.. Talents, listed.Category] },
            OfficerDeparted x => (
                With(Career.Ended(x.DepartedOn)) with
                {
                    Status = OfficerStatus.Departed,
                    DepartedOn = x.DepartedOn,
                    Departure = x.Kind,
                }
            ).WithoutOrder(x.Order),
            OfficerReinstated x => With(Career.Resumed(x.UnitCode!, x.On)) with
            {
                Status = OfficerStatus.Serving,
                DepartedOn = null,
                Departure = null,
                Rank = x.Rank ?? Rank,
                RankSince = x.Rank is null ? RankSince : x.On,
            },
            OfficerTransferOrdered or OfficerPromotionOrdered or OfficerDepartureOrdered => this with
            {
                Orders = [.. Orders ?? [], CareerOrder.Of(happened.Data, happened.Version)!],
            },
            OfficerTransferRescinded x => WithoutOrder(x.Order),
            OfficerTransferOrderFailed x => WithoutOrder(x.Order),
            OfficerPromotionRescinded x => WithoutOrder(x.Order),
            OfficerPromotionOrderFailed x => WithoutOrder(x.Order),
            OfficerDepartureRescinded x => WithoutOrder(x.Order),
            OfficerDepartureOrderFailed x => WithoutOrder(x.Order),
            OfficerPreferenceStated or OfficerMilestoneMarked or OfficerIdentityChanged => this,
            OfficerContested contested => this with { Contested = [.. Contested ?? [], contested.EntryId] },
            OfficerContestAnswered answered => this with { Contested = Without(answered.EntryId) },
            ProcessingRestricted => Protected(x => x with { Restricted = true }),
            RestrictionLifted => Protected(x => x with { Restricted = false }),
            LegalHoldPlaced => Protected(x => x with { OnHold = true }),
            LegalHoldLifted => Protected(x => x with { OnHold = false }),
            ErasureProposed x => this with
            {
                Erasure = new Erasure(x.Basis, happened.Actor, happened.OccurredAt, x.ConfirmableFrom),
            },
            ErasureWithdrawn => this with { Erasure = null },
            ErasureConfirmed => this with
            {
                Erasure = Erasure! with { ConfirmedBy = happened.Actor, ConfirmedAt = happened.OccurredAt },
            },
            OfficerErased x => Erased(x.Basis, happened),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    /// <summary>The unit to which a fact of a day belongs: that of the day, outside of service the last one before, else the first.</summary>
    public string UnitOn(DateOnly day) => Career.Nearest(day).UnitCode;

    /// <summary>
    /// Why a fact of a day cannot be about the officer: <c>before-appointment</c>, or <c>already-departed</c> after the first
    /// day out of service, on which a death may still be told; null where it can.
    /// </summary>
    public string? NotServingOn(DateOnly day) =>
        day < AppointedOn ? "before-appointment"
        : Career.On(day) is null && Career.Nearest(day).Until < day ? "already-departed"
        : null;

    /// <summary>The order that waits under a number, or null.</summary>
    public CareerOrder? OrderOf(long number) => Orders?.FirstOrDefault(x => x.Number == number);

    // A promotion that is recorded late does not replace one of a later day.
    private Officer Promoted(OfficerPromoted promoted) =>
        promoted.EffectiveOn < RankSince
            ? this
            : this with
            {
                Rank = promoted.Rank,
                Post = promoted.Post ?? Post,
                RankSince = promoted.EffectiveOn,
            };

    private Officer WithoutOrder(long? number) =>
        number is null
            ? this
            : this with
            {
                Orders = Orders?.Where(x => x.Number != number).ToList() is { Count: > 0 } left ? left : null,
            };

    private Officer With(IReadOnlyList<Posting> career)
    {
        // The last stay that is not empty: two moves on one day leave one.
        var last = career.LastOrDefault(x => x.Until != x.From) ?? career[^1];
        return this with { Career = career, UnitCode = last.UnitCode, InUnitSince = last.From };
    }

    private List<Guid>? Without(Guid answered) =>
        Contested?.Where(x => x != answered).ToList() is { Count: > 0 } left ? left : null;

    // A record without safeguards has none to tell of.
    private Officer Protected(Func<Safeguards, Safeguards> change)
    {
        var after = change(Safeguards ?? new Safeguards());
        return this with { Safeguards = after == new Safeguards() ? null : after };
    }

    // After a backup came back that knows of no proposal, the tombstone alone says that there was one.
    private Officer Erased(ErasureBasis basis, RecordedEvent happened) =>
        this with
        {
            Status = OfficerStatus.Erased,
            Erasure = (Erasure ?? new Erasure(basis, happened.Actor, happened.OccurredAt, happened.OccurredAt)) with
            {
                ErasedAt = happened.OccurredAt,
            },
        };
}

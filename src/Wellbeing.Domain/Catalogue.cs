using System.Collections.Frozen;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Domain;

/// <summary>A type of event as it is stored.</summary>
/// <param name="Name">Stored name, such as <c>talk_held</c>; a contract that outlives any class name.</param>
/// <param name="Type">The class that holds it in this version of the program.</param>
/// <param name="Stream">The kind of stream that it belongs to.</param>
/// <param name="Starts">True where it may be a stream's first event.</param>
public sealed record EventType(string Name, Type Type, StreamKind Stream, bool Starts = false);

/// <summary>Every type of event. What is not here is not stored.</summary>
public static class Catalogue
{
    /// <summary>All types, by stream and in the order in which they happen.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        new("unit_formed", typeof(UnitFormed), StreamKind.Unit, Starts: true),
        new("unit_renamed", typeof(UnitRenamed), StreamKind.Unit),
        new("unit_moved", typeof(UnitMoved), StreamKind.Unit),
        new("facility_provided", typeof(FacilityProvided), StreamKind.Unit),
        new("facility_withdrawn", typeof(FacilityWithdrawn), StreamKind.Unit),
        new("unit_closed", typeof(UnitClosed), StreamKind.Unit),
        new("officer_enrolled", typeof(OfficerEnrolled), StreamKind.Officer, Starts: true),
        new("officer_transferred", typeof(OfficerTransferred), StreamKind.Officer),
        new("officer_promoted", typeof(OfficerPromoted), StreamKind.Officer),
        new("officer_preference_stated", typeof(OfficerPreferenceStated), StreamKind.Officer),
        new("officer_talent_listed", typeof(OfficerTalentListed), StreamKind.Officer),
        new("officer_milestone_marked", typeof(OfficerMilestoneMarked), StreamKind.Officer),
        new("officer_identity_changed", typeof(OfficerIdentityChanged), StreamKind.Officer),
        new("officer_departed", typeof(OfficerDeparted), StreamKind.Officer),
        new("commendation_nominated", typeof(CommendationNominated), StreamKind.Commendation, Starts: true),
        new("commendation_reviewed", typeof(CommendationReviewed), StreamKind.Commendation),
        new("commendation_publicised", typeof(CommendationPublicised), StreamKind.Commendation),
        new("commendation_approved", typeof(CommendationApproved), StreamKind.Commendation),
        new("commendation_declined", typeof(CommendationDeclined), StreamKind.Commendation),
        new("commendation_conferred", typeof(CommendationConferred), StreamKind.Commendation),
        new("commendation_revoked", typeof(CommendationRevoked), StreamKind.Commendation),
    ];

    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(x => x.Name);
    private static readonly FrozenDictionary<Type, EventType> ByType = All.ToFrozenDictionary(x => x.Type);

    /// <summary>The type with a stored name, or null.</summary>
    public static EventType? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a fact. Throws <see cref="KeyNotFoundException" /> for one that is not listed.</summary>
    public static EventType Of(ICareEvent fact) => ByType[fact.GetType()];

    /// <summary>A stream kind's word in stored data and in answers, such as <c>commendation</c>.</summary>
    public static string Word(this StreamKind kind) =>
        kind switch
        {
            StreamKind.Unit => "unit",
            StreamKind.Officer => "officer",
            StreamKind.Commendation => "commendation",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Activities;

/// <summary>What a unit does for its officers together.</summary>
public enum ActivityKind
{
    /// <summary>A lecture on psychology.</summary>
    PsychologyLecture,

    /// <summary>A course.</summary>
    Course,

    /// <summary>Counselling in a group.</summary>
    GroupCounselling,

    /// <summary>Sport.</summary>
    Sport,

    /// <summary>A campaign of the bureau's culture.</summary>
    CultureCampaign,

    /// <summary>A ceremony.</summary>
    Ceremony,

    /// <summary>A roll-call.</summary>
    RollCall,

    /// <summary>A weekly meeting.</summary>
    WeeklyMeeting,

    /// <summary>A monthly meeting.</summary>
    MonthlyMeeting,

    /// <summary>A quarterly analysis meeting.</summary>
    QuarterlyAnalysis,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A fact of an activity, which is a unit's and not an officer's.</summary>
public interface IActivityEvent : ICareEvent
{
    /// <inheritdoc />
    [JsonIgnore]
    Guid? ICareEvent.OfficerId => null;
}

/// <summary>An activity was planned.</summary>
/// <param name="UnitCode">Code of the unit that plans it.</param>
/// <param name="Kind">What kind of activity.</param>
/// <param name="Title">Its title; names nobody who takes part.</param>
/// <param name="PlannedFor">When it is to take place.</param>
/// <param name="Topics">What it is about.</param>
public sealed record ActivityPlanned(
    string UnitCode,
    ActivityKind Kind,
    string Title,
    DateTimeOffset PlannedFor,
    IReadOnlyList<string> Topics
) : CareEvent, IActivityEvent;

/// <summary>An activity took place, planned or not.</summary>
/// <param name="UnitCode">Code of the unit that held it.</param>
/// <param name="Kind">What kind of activity.</param>
/// <param name="Title">Its title; names nobody who took part.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long, 1 to 1440 minutes.</param>
/// <param name="Topics">What it was about.</param>
/// <param name="Summary">What it came to; names nobody who took part.</param>
public sealed record ActivityHeld(
    string UnitCode,
    ActivityKind Kind,
    string Title,
    DateTimeOffset HeldAt,
    int? Minutes,
    IReadOnlyList<string> Topics,
    string? Summary
) : CareEvent, IActivityEvent;

/// <summary>Officers took part in an activity; each of them once, whatever was recorded before.</summary>
/// <param name="OfficerIds">The officers, 1 to 2,000 of them.</param>
/// <param name="UnitCode">Code of the unit that held it.</param>
/// <param name="Kind">What kind of activity.</param>
/// <param name="Title">Its title.</param>
/// <param name="HeldAt">When it took place.</param>
public sealed record AttendanceRecorded(
    IReadOnlyList<Guid> OfficerIds,
    string UnitCode,
    ActivityKind Kind,
    string Title,
    DateTimeOffset HeldAt
) : CareEvent, IActivityEvent;

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Domain.Policies;

/// <summary>What a policy is about. Each kind is a stream of its own, and there is one of each.</summary>
public enum PolicyKind
{
    /// <summary>Who may grant which commendation, and what it takes.</summary>
    Awards,

    /// <summary>Which days are worked.</summary>
    WorkingCalendar,

    /// <summary>Until when a warning has to be acknowledged, and help to be under way.</summary>
    WarningDeadlines,

    /// <summary>The rules that run by themselves: thresholds, and how long a must-talk may take.</summary>
    Rules,
}

/// <summary>The highest level of commendation that each authority may approve.</summary>
/// <param name="County">That of a county.</param>
/// <param name="City">That of a city.</param>
/// <param name="Province">That of a province.</param>
/// <param name="Ministry">That of the ministry.</param>
public sealed record HighestLevels(
    CommendationLevel County,
    CommendationLevel City,
    CommendationLevel Province,
    CommendationLevel Ministry
);

/// <summary>The rules for commendations.</summary>
/// <param name="Rule">Source of the rules, such as <c>MPS Order 135</c>.</param>
/// <param name="HighestLevel">The highest level that each authority may approve.</param>
/// <param name="PublicisedFrom">The lowest level that has to be made public before approval.</param>
/// <param name="PublicisedWorkingDays">How many working days it has to be public, 1 to 365.</param>
/// <param name="DeedRewardedOnce">Whether one deed may be rewarded only once.</param>
public sealed record AwardRules(
    string Rule,
    HighestLevels HighestLevel,
    CommendationLevel PublicisedFrom,
    [property: Range(1, 365)] int PublicisedWorkingDays,
    bool DeedRewardedOnce
);

/// <summary>Where working days differ from Monday to Friday; a version says it for all years that it is to know.</summary>
/// <param name="Source">Source of the days, such as the notices that moved them.</param>
/// <param name="Closed">Days off that a week's pattern does not tell.</param>
/// <param name="Worked">Weekend days that are worked in exchange.</param>
public sealed record WorkingDays(
    string Source,
    [property: MaxLength(5000)] IReadOnlyList<DateOnly> Closed,
    [property: MaxLength(5000)] IReadOnlyList<DateOnly> Worked
);

/// <summary>Hours by a warning's level, 1 to 8784 each.</summary>
/// <param name="Blue">For a blue one.</param>
/// <param name="Yellow">For a yellow one.</param>
/// <param name="Orange">For an orange one.</param>
/// <param name="Red">For a red one.</param>
public sealed record HoursByLevel(
    [property: Range(1, 8784)] int Blue,
    [property: Range(1, 8784)] int Yellow,
    [property: Range(1, 8784)] int Orange,
    [property: Range(1, 8784)] int Red
);

/// <summary>The deadlines that warnings set.</summary>
/// <param name="Rule">Source of the rules.</param>
/// <param name="AcknowledgeWithinHours">Hours to the acknowledgement.</param>
/// <param name="InterveneWithinHours">Hours until an intervention has to be open.</param>
public sealed record DeadlineRules(string Rule, HoursByLevel AcknowledgeWithinHours, HoursByLevel InterveneWithinHours);

/// <summary>A fact about a policy.</summary>
public interface IPolicyEvent : ICareEvent
{
    /// <inheritdoc />
    [JsonIgnore]
    Guid? ICareEvent.OfficerId => null;

    /// <inheritdoc />
    [JsonIgnore]
    string? ICareEvent.UnitCode => null;
}

/// <summary>A version of a policy was adopted. Of the contents it holds the one of its kind.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Version">1 for the first version of a kind, without holes.</param>
/// <param name="ValidFrom">First day on which it is in force, until a later version is.</param>
/// <param name="Awards">The rules for commendations.</param>
/// <param name="WorkingCalendar">The working days.</param>
/// <param name="WarningDeadlines">The deadlines of warnings.</param>
/// <param name="Rules">The data of the rules that run by themselves.</param>
public sealed record PolicyAdopted(
    PolicyKind Kind,
    int Version,
    DateOnly ValidFrom,
    AwardRules? Awards = null,
    WorkingDays? WorkingCalendar = null,
    DeadlineRules? WarningDeadlines = null,
    RuleSet? Rules = null
) : CareEvent, IPolicyEvent;

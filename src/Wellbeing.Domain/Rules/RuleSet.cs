using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>What a threshold counts.</summary>
public enum ThresholdOf
{
    /// <summary>Warnings that somebody raised; not those of rules.</summary>
    Warnings,

    /// <summary>Talks in which a concern showed, each talk once.</summary>
    Concerns,
}

/// <summary>A number within a window that raises a warning.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Version">The rule's version, 1 and up; another content takes another version.</param>
/// <param name="Counts">What is counted.</param>
/// <param name="Count">How many raise the warning, 1 to 100.</param>
/// <param name="WindowDays">Within how many days they have to lie, 1 to 3660; a day is 24 hours.</param>
/// <param name="Categories">Which categories count, together.</param>
/// <param name="Level">The level of the warning that is raised.</param>
/// <param name="Severity">Of concerns: the least severity that counts, 1 to 3; null for any.</param>
public sealed record Threshold(
    string Name,
    [property: Range(1, 1_000_000)] int Version,
    ThresholdOf Counts,
    [property: Range(1, 100)] int Count,
    [property: Range(1, 3660)] int WindowDays,
    [property: MaxLength(20)] IReadOnlyList<CareCategory> Categories,
    WarningLevel Level,
    [property: Range(1, 3)] int? Severity = null
)
{
    /// <summary>Whether it is the same rule in every respect.</summary>
    public bool Same(Threshold other) =>
        this with { Categories = other.Categories } == other && Categories.SequenceEqual(other.Categories);
}

/// <summary>The data of the rules that run by themselves.</summary>
/// <param name="Rule">Source of the rules.</param>
/// <param name="MustTalkWithinDays">Days within which a must-talk has to take place, 1 to 365.</param>
/// <param name="LateHours">
/// Hours, 0 to 720, that are left to put on record how a deadline was kept which had passed when it became known.
/// </param>
/// <param name="CoversImported">Whether officers whom an import put on record are owed the quarterly talk too.</param>
/// <param name="Thresholds">What raises warnings.</param>
public sealed record RuleSet(
    string Rule,
    [property: Range(1, 365)] int MustTalkWithinDays,
    [property: Range(0, 720)] int LateHours,
    bool CoversImported,
    [property: MaxLength(50)] IReadOnlyList<Threshold> Thresholds
);

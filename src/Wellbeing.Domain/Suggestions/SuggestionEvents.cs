namespace Wellbeing.Domain.Suggestions;

/// <summary>What an officer puts forward (金点子).</summary>
public enum SuggestionKind
{
    /// <summary>An idea of one's own.</summary>
    Idea,

    /// <summary>An opinion on a major decision that the officers are consulted about.</summary>
    Consultation,

    /// <summary>A measure that relieves the officers of a burden (减负).</summary>
    ReliefMeasure,
}

/// <summary>A fact of a suggestion.</summary>
public interface ISuggestionEvent : ICareEvent;

/// <summary>A suggestion was made.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">A label by which it is listed.</param>
/// <param name="Text">What it says.</param>
public sealed record SuggestionSubmitted(
    Guid? OfficerId,
    string? UnitCode,
    SuggestionKind Kind,
    string Title,
    SealedText Text
) : ISuggestionEvent;

/// <summary>A suggestion was adopted.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Owner">Opaque id of who is to put it into practice.</param>
/// <param name="DueOn">By when.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record SuggestionAdopted(
    Guid? OfficerId,
    string? UnitCode,
    string Owner,
    DateOnly? DueOn,
    IReadOnlyList<Finding>? Findings = null
) : ISuggestionEvent;

/// <summary>A suggestion was not adopted.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record SuggestionDeclined(Guid? OfficerId, string? UnitCode, SealedText Reason) : ISuggestionEvent;

/// <summary>A suggestion was put into practice.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="ImplementedOn">On which day.</param>
/// <param name="Result">What came of it.</param>
public sealed record SuggestionImplemented(
    Guid? OfficerId,
    string? UnitCode,
    DateOnly ImplementedOn,
    SealedText? Result
) : ISuggestionEvent;

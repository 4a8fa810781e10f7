namespace Wellbeing.Domain;

/// <summary>Last days for what is agreed.</summary>
public static class DueDays
{
    /// <summary>The breach of a last day that lies before the day of the agreement.</summary>
    public const string Before = "due-before-agreed";

    /// <summary>What an import puts on record of a last day; a single post names the field instead, as bad input.</summary>
    /// <param name="dueOn">The last day, or null.</param>
    /// <param name="agreedOn">The day of the agreement.</param>
    /// <param name="mode">Whether a breach is recorded.</param>
    public static IReadOnlyList<Finding>? Breach(DateOnly? dueOn, DateOnly agreedOn, PolicyMode mode) =>
        mode == PolicyMode.Record && dueOn < agreedOn ? [new Finding(Before, "record-keeping")] : null;
}

namespace Wellbeing.Domain.Honours;

/// <summary>A span of days in the bureau's time zone, both ends inclusive.</summary>
/// <param name="From">The first day, or null for no beginning.</param>
/// <param name="To">The last day, or null for no end.</param>
public sealed record Period(DateOnly? From, DateOnly? To)
{
    /// <summary>True where every day counts.</summary>
    public bool AllTime => From is null && To is null;

    /// <summary>True where it ends before it begins.</summary>
    public bool Reversed => From > To;
}

using System.Globalization;

namespace Wellbeing.Domain.Registers;

/// <summary>A calendar month, such as <c>2023-04</c>.</summary>
/// <param name="Year">The year, 1 to 9999.</param>
/// <param name="Number">1 to 12.</param>
public sealed record Month(int Year, int Number)
{
    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, Number, 1);

    /// <summary>Its last day.</summary>
    public DateOnly Last => new(Year, Number, DateTime.DaysInMonth(Year, Number));

    /// <summary>The month spelled exactly <c>yyyy-MM</c>, or null.</summary>
    public static Month? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? new Month(first.Year, first.Month)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}");
}

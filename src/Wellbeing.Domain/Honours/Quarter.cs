using System.Globalization;

namespace Wellbeing.Domain.Honours;

/// <summary>A quarter of a calendar year, such as <c>2023-Q4</c>.</summary>
/// <param name="Year">The year, 1 to 9999.</param>
/// <param name="Number">1 to 4.</param>
public sealed record Quarter(int Year, int Number)
{
    /// <summary>Its first day.</summary>
    public DateOnly First => new(Year, (Number * 3) - 2, 1);

    /// <summary>Its last day.</summary>
    public DateOnly Last => new(Year, Number * 3, DateTime.DaysInMonth(Year, Number * 3));

    /// <summary>The first day of its year.</summary>
    public DateOnly YearStart => new(Year, 1, 1);

    /// <summary>The quarter before; null before the first one of all.</summary>
    public Quarter? Previous => First == DateOnly.MinValue ? null : Of(First.AddDays(-1));

    /// <summary>The quarter in which a day falls.</summary>
    public static Quarter Of(DateOnly day) => new(day.Year, (day.Month + 2) / 3);

    /// <summary>The quarter spelled exactly <c>yyyy-Qn</c>, or null.</summary>
    public static Quarter? Parse(string text) =>
        text is [_, _, _, _, '-', 'Q', >= '1' and <= '4']
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year > 0
            ? new Quarter(year, text[6] - '0')
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}");
}

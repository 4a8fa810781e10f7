using System.Collections;
using System.Globalization;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Exports;

/// <summary>Words headings and cells for people, in one language; times are the bureau's.</summary>
internal sealed class Cells(Wording wording, BureauCalendar calendar)
{
    public string Title(Table table) => wording.Text($"export.titles.{table.Name}");

    public string Heading(string column) => wording.Text($"export.columns.{column}");

    /// <summary>What stands at the end of a text of this length that a form cannot hold whole.</summary>
    public string Cut(int length) => wording.Text("export.cut", ("length", length));

    /// <summary>
    /// The cell with words put in for what has any: a text, a number (<c>int</c>, <c>long</c>, <c>decimal</c>), a day, a time
    /// with the bureau's offset, or null.
    /// </summary>
    public object? Worded(object? cell) =>
        cell switch
        {
            null or string or int or long or decimal or DateOnly => cell,
            DateTimeOffset time => TimeZoneInfo.ConvertTime(time, calendar.Zone),
            bool yes => wording.Text(yes ? "export.yes" : "export.no"),
            Guid id => id.ToString(),
            ExportText told => wording.Text(told.Key) + told.After,
            IEnumerable many => string.Join(wording.Text("export.and"), many.Cast<object?>().Select(Text)),
            _ => throw new ArgumentOutOfRangeException(nameof(cell), cell.GetType().Name, null),
        };

    /// <summary>The cell as it is read and printed.</summary>
    public string Text(object? cell) =>
        Worded(cell) switch
        {
            null => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}

using System.Text;
using Wellbeing.Api.Languages;

namespace Wellbeing.Api.Features.Exports;

/// <summary>What a page to print says: its title, facts by the names of columns, and tables.</summary>
/// <param name="Title">Names the title, <c>export.titles.…</c>.</param>
/// <param name="About">What it is about.</param>
/// <param name="Facts">The facts; those that are not there are left out.</param>
/// <param name="Tables">The tables; those without rows are left out.</param>
internal sealed record PrintedTables(
    string Title,
    IReadOnlyList<object?> About,
    IReadOnlyList<(string Name, object? Value)> Facts,
    IReadOnlyList<Table> Tables
)
{
    public async Task<byte[]> HtmlAsync(Cells cells, Wording wording, CancellationToken stop)
    {
        var about = string.Join(" · ", About.Where(x => x is not null).Select(cells.Text));
        var page = new Printed(wording.Language, $"{wording.Text($"export.titles.{Title}")} {about}");
        page.Facts(Facts.Where(x => x.Value is not null).Select(x => (cells.Heading(x.Name), cells.Text(x.Value))));
        page.Paragraph(wording.Text("dossier.sealed"));
        foreach (var table in Tables)
        {
            var begun = false;
            await foreach (var row in table.Rows.WithCancellation(stop))
            {
                if (!begun)
                {
                    page.Heading(cells.Title(table));
                    page.BeginTable(table.Columns.Select(cells.Heading));
                    begun = true;
                }
                page.Row(row.Select(cells.Text));
            }
            if (begun)
                page.EndTable();
        }
        return Encoding.UTF8.GetBytes(page.End());
    }
}

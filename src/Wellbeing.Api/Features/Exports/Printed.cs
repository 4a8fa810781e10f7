using System.Globalization;
using System.Net;
using System.Text;

namespace Wellbeing.Api.Features.Exports;

/// <summary>A page that is read and printed as it is: nothing in it runs, and it asks for nothing.</summary>
internal sealed class Printed
{
    /// <summary>What such a page may do, said in the page and by the server.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    private const string Style = """
        body{font:16px/1.5 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;margin:2rem;color:#111;background:#fff}
        h1{font-size:1.4rem}h2{font-size:1.1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}thead{background:#eee}
        @media print{body{margin:0;font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}@page{margin:15mm}}
        """;

    private readonly StringBuilder _html = new(16 * 1024);

    /// <param name="language">The language that it is in.</param>
    /// <param name="title">Its title.</param>
    /// <param name="style">Style beside that of every such page.</param>
    public Printed(string language, string title, string style = "") =>
        _html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escaped(title)}</title>
            <style>
            {Style}{style}
            </style>
            </head>
            <body>
            <h1>{Escaped(title)}</h1>

            """
        );

    public void Heading(string text) => _html.Append(CultureInfo.InvariantCulture, $"<h2>{Escaped(text)}</h2>\n");

    public void Paragraph(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p>{Escaped(text)}</p>\n");

    public void Facts(IEnumerable<(string Name, string Value)> facts)
    {
        _html.Append("<dl>\n");
        foreach (var (name, value) in facts)
            _html.Append(CultureInfo.InvariantCulture, $"<dt>{Escaped(name)}</dt><dd>{Escaped(value)}</dd>\n");
        _html.Append("</dl>\n");
    }

    public void BeginTable(IEnumerable<string> headings)
    {
        _html.Append("<table>\n<thead><tr>");
        foreach (var heading in headings)
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escaped(heading)}</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
    }

    /// <summary>A row; what a program is to find in it stands in the attributes.</summary>
    public void Row(IEnumerable<string> cells, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append("<tr");
        foreach (var (name, value) in attributes)
            _html.Append(CultureInfo.InvariantCulture, $" {name}=\"{Escaped(value)}\"");
        _html.Append('>');
        foreach (var cell in cells)
            _html.Append(CultureInfo.InvariantCulture, $"<td>{Escaped(cell)}</td>");
        _html.Append("</tr>\n");
    }

    public void EndTable() => _html.Append("</tbody>\n</table>\n");

    public string End() => _html.Append("</body>\n</html>\n").ToString();

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}

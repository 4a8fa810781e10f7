using System.Globalization;
using System.Net;
using System.Text;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>An officer's history as a dossier tells it, for programs and for people.</summary>
/// <param name="id">The officer.</param>
/// <param name="officer">Who that is.</param>
/// <param name="events">The events of the record; who read it is told by the access log.</param>
/// <param name="calendar">The bureau's days, in whose time zone people are told times.</param>
internal sealed class DossierHistory(Guid id, Named officer, IEnumerable<LeafEvent> events, BureauCalendar calendar)
{
    private const string Style = """
        body{font:16px/1.5 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;margin:2rem;color:#111;background:#fff}
        h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}
        td:nth-child(1),td:nth-child(4),td:nth-child(5){white-space:nowrap}thead{background:#eee}
        @media print{body{margin:0;font-size:9pt}thead{display:table-header-group}tr{break-inside:avoid}@page{margin:15mm}}
        """;

    private readonly List<(LeafEvent Event, Recorded Recorded, byte[] Entry)> _entries =
    [
        .. events
            .Where(x => x.Type.Stream != StreamKind.Access)
            .Select(x => (Event: x, x.Recorded))
            // Of what a unit does with many, an officer's history tells only that the officer was there.
            .Where(x =>
                x.Recorded.Data is not IActivityEvent
                || (x.Recorded.Data is AttendanceRecorded attended && attended.OfficerIds.Contains(id))
            )
            .Select(x => (x.Event, x.Recorded, Entry: HistoryEntry.Write(x.Recorded, x.Event.Stored.Data.Span)))
            .OrderBy(x => x.Recorded.OccurredAt)
            .ThenBy(x => x.Event.Stored.SeqId),
    ];

    /// <summary>The entries: one a line, in canonical form.</summary>
    public byte[] Json()
    {
        var into = new CanonicalBuffer(64 * 1024);
        into.Write((byte)'[');
        foreach (var (_, _, entry) in _entries)
        {
            into.Write(into.Count == 1 ? "\n"u8 : ",\n"u8);
            CanonicalJson.Write(entry, into);
        }
        into.Write("\n]\n"u8);
        return into.Written.ToArray();
    }

    /// <summary>A page that is read and printed as it is: nothing in it runs, and it asks for nothing.</summary>
    public string Html(Wording wording, DateTimeOffset at)
    {
        var (telling, html) = (HistoryWording.In(wording), new StringBuilder(64 * 1024));
        var (title, told) = (
            Of("title", ("name", officer.Name), ("badge", officer.BadgeNumber)),
            Of("told", ("at", Local(at)), ("unit", officer.UnitCode))
        );
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html>
            <html lang="{wording.Language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{title}</h1>
            <p>{told}</p>
            <p>{Of("sealed")}</p>
            <table>
            <thead><tr>
            """
        );
        foreach (var column in (ReadOnlySpan<string>)["occurred", "event", "unit", "actor", "recorded", "leaf"])
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Of(column)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var (stored, recorded, entry) in _entries)
        {
            // What a program compares with the events stands in the attributes.
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr data-event=\"{recorded.Id}\" data-type=\"{stored.Stored.Type}\" data-at=\"{Instants.Text(recorded.OccurredAt)}\" data-actor=\"{Escaped(recorded.Actor)}\">"
            );
            foreach (
                var cell in (ReadOnlySpan<string>)
                    [
                        Local(recorded.OccurredAt),
                        telling.Text(entry, calendar),
                        recorded.Data.UnitCode ?? "",
                        recorded.Actor,
                        Local(recorded.RecordedAt),
                        stored.Leaf.ToString(CultureInfo.InvariantCulture),
                    ]
            )
                html.Append(CultureInfo.InvariantCulture, $"<td>{Escaped(cell)}</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table>\n</body>\n</html>\n").ToString();

        string Of(string key, params (string, object?)[] args) => Escaped(wording.Text($"dossier.{key}", args));
    }

    private string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, calendar.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}

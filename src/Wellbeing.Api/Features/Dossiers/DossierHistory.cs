using System.Globalization;
using Wellbeing.Api.Features.Exports;
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
    private const string Style = "td:nth-child(1),td:nth-child(4),td:nth-child(5){white-space:nowrap}";

    private static readonly string[] Columns = ["occurred", "event", "unit", "actor", "recorded", "leaf"];

    private readonly List<(LeafEvent Event, RecordedEvent Recorded, byte[] Entry)> _entries =
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
        var telling = HistoryWording.In(wording);
        var page = new Printed(
            wording.Language,
            Of("title", ("name", officer.Name), ("badge", officer.BadgeNumber)),
            Style
        );
        page.Paragraph(Of("told", ("at", Local(at)), ("unit", officer.UnitCode)));
        page.Paragraph(Of("sealed"));
        page.BeginTable(Columns.Select(x => Of(x)));
        foreach (var (stored, recorded, entry) in _entries)
            // What a program compares with the events stands in the attributes.
            page.Row(
                [
                    Local(recorded.OccurredAt),
                    telling.Text(entry, calendar),
                    recorded.Data.UnitCode ?? "",
                    recorded.Actor,
                    Local(recorded.RecordedAt),
                    stored.Leaf.ToString(CultureInfo.InvariantCulture),
                ],
                ("data-event", $"{recorded.Id}"),
                ("data-type", stored.Stored.Type),
                ("data-at", Instants.Text(recorded.OccurredAt)),
                ("data-actor", recorded.Actor)
            );
        page.EndTable();
        return page.End();

        string Of(string key, params (string, object?)[] args) => wording.Text($"dossier.{key}", args);
    }

    private string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, calendar.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

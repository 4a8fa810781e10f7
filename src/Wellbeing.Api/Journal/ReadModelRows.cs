using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Journal;

/// <summary>The read models' rows that follow from events: the same code live and in a rebuild.</summary>
/// <param name="snapshots">Whether records' states are among them, which Marten stores live.</param>
internal sealed class ReadModelRows(bool snapshots)
{
    private readonly Dictionary<StreamKind, ISnapshotRows> _snapshots = snapshots
        ? SnapshotTables.All.ToDictionary(x => x.Kind, x => x.Rows())
        : [];

    private readonly RowSet<(Guid, int), PostingRow> _postings = new(Journal.Tables.Postings);
    private readonly RowSet<(Guid, Guid), AttendanceRow> _attendances = new(Journal.Tables.Attendances);
    private readonly RowSet<(Guid, Guid), LinkRow> _links = new(Journal.Tables.Links);

    private readonly RowSet<(Guid, int), TransferRow> _transfers = new(Journal.Tables.Transfers);
    private readonly RowSet<(Guid, int), TalentRow> _talents = new(Journal.Tables.Talents);
    private readonly RowSet<(Guid, DeadlineKind, DateTimeOffset), DeadlineRow> _deadlines = new(
        Journal.Tables.Deadlines
    );

    /// <summary>All tables whose rows follow from events.</summary>
    public static IReadOnlyList<IRowTable> Stored { get; } =
    [.. new ReadModelRows(snapshots: true).Sets.Select(x => x.Table), Journal.Tables.History];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Tables { get; } = [.. Stored.Select(x => x.Name)];

    public List<HistoryRow> History { get; } = [];

    /// <summary>How many events were taken in.</summary>
    public int Count { get; private set; }

    private IEnumerable<IRowSet> Sets =>
        [.. _snapshots.Values, _postings, _attendances, _links, _transfers, _talents, _deadlines];

    /// <summary>Takes in one event; answers the stream's state after it.</summary>
    /// <param name="before">The state before, or null for a stream's first event.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="data">Its data as <see cref="CareJson" /> writes it.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="seq">Its sequence number where it is known.</param>
    /// <param name="isNew">Whether histories do not tell of it yet.</param>
    public object Add(
        object? before,
        Recorded recorded,
        ReadOnlySpan<byte> data,
        BureauCalendar calendar,
        long seq = 0,
        bool isNew = true
    )
    {
        var after = Evolution.After(before, recorded, calendar);
        Count++;
        _snapshots.GetValueOrDefault(recorded.Stream)?.Keep(after, recorded);
        var concerned = Evolution.Concerned(after, recorded.Data);
        if (isNew && concerned.Count > 0)
        {
            var entry = HistoryEntry.Write(recorded, data);
            foreach (var officer in concerned)
                History.Add(
                    new HistoryRow(
                        officer,
                        recorded.OccurredAt,
                        recorded.Id,
                        recorded.RecordedAt,
                        recorded.Stream.Word(),
                        entry,
                        seq
                    )
                );
        }
        KeepLinks(recorded);
        KeepAttendances(recorded);
        if (after is Officer officerAfter)
        {
            KeepPostings(before as Officer, officerAfter);
            KeepCareer(officerAfter, recorded);
        }
        if (after is Warning warning)
            KeepDeadlines(before as Warning, warning, recorded);
        return after;
    }

    /// <summary>The history aside, which is written together with the events.</summary>
    public IEnumerable<NpgsqlBatchCommand> Upserts() => Sets.Select(x => x.Upsert()).OfType<NpgsqlBatchCommand>();

    /// <summary>The history too, whose sequence numbers are known, in another schema.</summary>
    public IEnumerable<NpgsqlBatchCommand> Upserts(string schema)
    {
        foreach (var command in Sets.Select(x => x.Upsert(schema)).OfType<NpgsqlBatchCommand>())
            yield return command;
        if (History.Count > 0)
            yield return Journal.Tables.History.Insert(History, schema);
    }

    /// <summary>Writes all rows, the history's too, to tables of a schema that hold none of them.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, string schema, CancellationToken stop)
    {
        foreach (var set in Sets)
            await set.CopyAsync(connection, schema, stop);
        await Journal.Tables.History.CopyAsync(connection, History, schema, stop);
    }

    /// <summary>Makes the prints of all rows, one after the other, and hands out the table of each.</summary>
    public void Print(RowPrint print, Action<IRowTable> printed)
    {
        foreach (var set in Sets)
            set.Print(print, printed);
        foreach (var row in History)
        {
            Journal.Tables.History.Print(row, print);
            printed(Journal.Tables.History);
        }
    }

    private void KeepLinks(Recorded recorded)
    {
        switch (recorded.Data)
        {
            case WarningRaised { Source: WarningSource.Talk, SourceId: { } talk }:
                Keep(talk, StreamKind.Talk);
                break;
            case InterventionOpened opened:
                foreach (var warning in opened.WarningIds)
                    Keep(warning, StreamKind.Warning);
                break;
        }

        void Keep(Guid from, StreamKind kind) =>
            _links[(from, recorded.StreamId)] = new LinkRow(
                from,
                kind,
                recorded.StreamId,
                recorded.Stream,
                recorded.Data.OfficerId!.Value,
                recorded.OccurredAt,
                recorded.RecordedAt
            );
    }

    private void KeepAttendances(Recorded recorded)
    {
        if (recorded.Data is not AttendanceRecorded attended)
            return;
        foreach (var officer in attended.OfficerIds)
            _attendances[(recorded.StreamId, officer)] = new AttendanceRow(
                recorded.StreamId,
                officer,
                attended.UnitCode,
                attended.Kind,
                attended.HeldAt
            );
    }

    private void KeepPostings(Officer? before, Officer after)
    {
        var moved = before is not null && before.Postings != after.Postings;
        if (moved)
            Keep(before!, after.InUnitSince);
        if (before is null || moved || before.DepartedOn != after.DepartedOn)
            Keep(after, after.DepartedOn);

        void Keep(Officer officer, DateOnly? until) =>
            _postings[(officer.Id, officer.Postings)] = new PostingRow(
                officer.Id,
                officer.Postings,
                officer.UnitCode,
                officer.InUnitSince,
                until
            );
    }

    private void KeepCareer(Officer after, Recorded recorded)
    {
        switch (recorded.Data)
        {
            case OfficerTransferred x:
                _transfers[(after.Id, after.Postings)] = new TransferRow(
                    after.Id,
                    after.Postings,
                    x.FromUnit,
                    x.ToUnit,
                    x.Reason,
                    x.EffectiveOn
                );
                break;
            case OfficerTalentListed x:
                _talents[(after.Id, after.Talents.Count)] = new TalentRow(
                    after.Id,
                    after.Talents.Count,
                    x.Category,
                    recorded.OccurredAt
                );
                break;
        }
    }

    private void KeepDeadlines(Warning? before, Warning after, Recorded recorded)
    {
        foreach (var deadline in WarningDeadline.Changed(before, recorded.Data, recorded.OccurredAt))
            _deadlines[(after.Id, deadline.Kind, deadline.DueAt)] = new DeadlineRow(
                after.Id,
                after.OfficerId,
                after.UnitCode,
                deadline
            );
    }
}

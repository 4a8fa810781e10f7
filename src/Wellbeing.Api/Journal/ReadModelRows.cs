using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Journal;

/// <summary>The read models' rows that follow from events: the same code live and in a rebuild.</summary>
internal sealed class ReadModelRows
{
    private readonly Dictionary<Guid, StateRow<Unit>> _units = [];
    private readonly Dictionary<Guid, StateRow<Officer>> _officers = [];
    private readonly Dictionary<Guid, StateRow<Commendation>> _commendations = [];
    private readonly Dictionary<(Guid, int), PostingRow> _postings = [];

    public List<HistoryRow> History { get; } = [];

    /// <summary>How many events were taken in.</summary>
    public int Count { get; private set; }

    public IReadOnlyCollection<StateRow<Unit>> Units => _units.Values;

    public IReadOnlyCollection<StateRow<Officer>> Officers => _officers.Values;

    public IReadOnlyCollection<StateRow<Commendation>> Commendations => _commendations.Values;

    public IReadOnlyCollection<PostingRow> Postings => _postings.Values;

    /// <summary>Takes in one event; answers the stream's state after it.</summary>
    /// <param name="before">The state before, or null for a stream's first event.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="data">Its data as <see cref="CareJson" /> writes it.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="seq">Its sequence number where it is known.</param>
    public object Add(object? before, Recorded recorded, ReadOnlySpan<byte> data, BureauCalendar calendar, long seq = 0)
    {
        var after = Evolution.After(before, recorded, calendar);
        Count++;
        Keep(after, recorded);
        var concerned = Evolution.Concerned(after);
        if (concerned.Count > 0)
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
        if (after is Officer officerAfter)
            KeepPostings(before as Officer, officerAfter);
        return after;
    }

    public IEnumerable<NpgsqlBatchCommand> Upserts()
    {
        if (_units.Count > 0)
            yield return Tables.Units.Upsert([.. _units.Values]);
        if (_officers.Count > 0)
            yield return Tables.Officers.Upsert([.. _officers.Values]);
        if (_postings.Count > 0)
            yield return Tables.Postings.Upsert([.. _postings.Values]);
        if (_commendations.Count > 0)
            yield return Tables.Commendations.Upsert([.. _commendations.Values]);
    }

    private void Keep(object state, Recorded recorded)
    {
        switch (state)
        {
            case Unit unit:
                _units[unit.Id] = Row(unit, recorded);
                break;
            case Officer officer:
                _officers[officer.Id] = Row(officer, recorded);
                break;
            case Commendation commendation:
                _commendations[commendation.Id] = Row(commendation, recorded);
                break;
        }
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

    private static StateRow<T> Row<T>(T state, Recorded recorded) =>
        new(
            recorded.StreamId,
            recorded.Version,
            recorded.OccurredAt,
            state,
            JsonSerializer.SerializeToUtf8Bytes(state, CareJson.Options)
        );
}

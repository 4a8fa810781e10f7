using System.Collections.Frozen;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Imports;

/// <summary>A line that may be decided.</summary>
/// <param name="Context">What its decision may see; what its use case names is answered.</param>
/// <param name="Stream">The record that it starts or continues.</param>
/// <param name="About">The officer whom it is about, or null.</param>
/// <param name="Then">The record at the time of the line, where later events are on record; answered with the rest.</param>
/// <param name="Rest">What only the database can answer.</param>
internal sealed record PreparedLine(
    DecisionContext Context,
    StreamInImport Stream,
    Officer? About,
    RecordThen? Then,
    IReadOnlyList<RecordStatement> Rest
);

/// <summary>Answers what the use case of a line loads from what its batch knows, and refuses what cannot be decided.</summary>
/// <param name="journal">The journal's time.</param>
/// <param name="keys">Keys of those whom texts are about.</param>
/// <param name="calendar">The bureau's days.</param>
/// <param name="policies">The policies.</param>
/// <param name="dryRun">True where nothing is kept.</param>
internal sealed class LinePreparation(
    EventJournal journal,
    KeyStore keys,
    BureauCalendar calendar,
    PoliciesInForce policies,
    bool dryRun
)
{
    private static readonly FrozenSet<Role> Integrator = [Role.Integrator];

    /// <summary>The line as it may be decided, or why it cannot be.</summary>
    public (PreparedLine? Line, Rejection? Refused) Prepare(
        ImportLine line,
        ImportLookup known,
        IReadOnlyDictionary<Guid, SubjectKey> subjects,
        PolicyBook book
    )
    {
        var stream = StreamOf(line, known);
        if (line.UseCase.Starts)
        {
            if (stream.State is not null)
                return Refused("stream-exists");
            if (line.BadgeNumber is { } badge && known.OfficersByBadge.ContainsKey(badge))
                return Refused("badge-number-in-use");
            if (line.UnitCode is { } code && known.UnitsByCode.ContainsKey(code))
                return Refused("unit-code-in-use");
        }
        else if (stream.State is null)
        {
            return Refused(
                line.UseCase.Event.Stream.Record() is { IsSubject: true, Word: var word }
                    ? $"unknown-{word}"
                    : "unknown-stream"
            );
        }
        else if (NamesAnother(line, stream, known))
        {
            return Refused("other-stream");
        }
        var (timing, errors) = Timed(line, stream.State);
        if (errors.Any)
            return (null, new Rejection("bad-input", Errors: errors));
        var query = line.Call.Query;
        var officer = query.OfficerName is { } name ? known.Find(name)?.State as Officer : null;
        if (query.OfficerName is not null && officer is null)
            return Refused("unknown-officer");
        var restriction = stream.State switch
        {
            null => RecordRestriction.Of(officer),
            Officer own => RecordRestriction.Of(own),
            _ => stream.Restriction,
        };
        if (restriction.Withheld(line.UseCase, own: false) is { } withheld)
            return Refused(withheld);
        var listed = query.ListedNames.Select(x => Listed(x.Field, known.Find(x.Name)?.State as Officer)).ToList();
        if (ListedOfficers.Unknown(listed, _ => true) is { } unknown)
            return (null, new Rejection("unknown-officer", Errors: unknown));
        if (ListedOfficers.Withheld(listed, line.UseCase) is { } closed)
            return (null, new Rejection(closed.Code, Errors: closed.Places));
        var unit = query.UnitCode is { } named ? known.UnitsByCode.GetValueOrDefault(named)?.State as Unit : null;
        if (query.UnitCode is not null && unit is null)
            return Refused("unknown-unit");
        var subject = line.Call.HasText ? SubjectOf(line, stream, known) : Guid.Empty;
        if (subject != Guid.Empty && !subjects.ContainsKey(subject))
            return Refused("unknown-officer");
        var from = line
            .From.Select(key => known.Streams.GetValueOrDefault(key)?.State)
            .Concat(query.OriginIds.Select(id => known.StateOf(query.OriginKind!, id)))
            .ToList();
        if (from.Exists(x => x is null || x.AboutOfficer != officer?.Id))
            return Refused($"unknown-{line.UseCase.Origin!.Kind.Word()}");
        if (!timing.When.IsOwn && timing.OccurredAt < stream.OccurredAt)
            return Refused("out-of-order");
        if (stream.State is null)
            (stream.Officer, stream.UnitNow) = (officer, officer?.UnitCode ?? "");
        query.Answer(officer, unit, listed, from!);
        return (Prepared(line, timing, stream, known, subjects.GetValueOrDefault(subject), book), null);

        static (PreparedLine?, Rejection?) Refused(string code) => (null, new Rejection(code));
    }

    private PreparedLine Prepared(
        ImportLine line,
        Timing timing,
        StreamInImport stream,
        ImportLookup known,
        SubjectKey? key,
        PolicyBook book
    )
    {
        var about = known.OfficerOf(stream.State?.AboutOfficer) ?? stream.Officer;
        var record = stream.State is { } state
            ? new LoadedRecord(
                state,
                stream.Version,
                stream.OccurredAt,
                about?.UnitCode ?? stream.UnitNow,
                about,
                stream.Restriction
            )
            : null;
        var day = calendar.DayOf(timing.OccurredAt);
        var then = record is null ? null : timing.Then(stream.Id, stream.OccurredAt, calendar);
        var context = new DecisionContext(
            stream.Id,
            line.EventId,
            timing.IsOrder ? line.UseCase.Order! : line.UseCase.Event,
            timing.OccurredAt,
            journal.Now,
            line.Actor,
            Integrator,
            record?.UnitOn(day) ?? "",
            PolicyMode.Record,
            book,
            calendar,
            key
        )
        {
            IsOrder = timing.IsOrder,
            Version = stream.Version + 1,
        };
        // A source system has no badge, and erases nobody.
        var asking = new QueryContext(record, line.Actor, null, AccessScope.Everything, calendar, TimeSpan.Zero, day);
        var rest = line.Call.Query.Statements(asking);
        return new PreparedLine(
            context,
            stream,
            about ?? line.Call.Query.FoundOfficer,
            then,
            then is null ? rest : [.. rest, then.Statement]
        );
    }

    private (Timing Timing, FieldErrors Errors) Timed(ImportLine line, IRecordState? state)
    {
        var (errors, faults) = (new FieldErrors(), new FieldErrors());
        var timing = Timing.Of(line.Call, state, line.OccurredAt, journal.Now, calendar, PolicyMode.Record, faults);
        if (state is not null)
            line.Call.CheckOn(state, faults);
        foreach (var (path, error) in faults.Under("data"))
            errors.Add(path == "data.occurredAt" ? "occurredAt" : path, error);
        return (timing, errors);
    }

    private static ListedOfficer Listed(string field, Officer? officer) => new($"data.{field}", officer);

    private static bool NamesAnother(ImportLine line, StreamInImport stream, ImportLookup known) =>
        (
            line.BadgeNumber is { } badge
            && known.OfficersByBadge.TryGetValue(badge, out var officer)
            && officer.Id != stream.Id
        ) || (line.UnitCode is { } code && stream.State is Unit unit && unit.UnitCode != code);

    private StreamInImport StreamOf(ImportLine line, ImportLookup known)
    {
        if (known.Streams.TryGetValue(line.StreamKey, out var stream))
            return stream;
        // The source names an officer or a unit that came here by another way: from now on the name is known.
        var same =
            line.UseCase.Starts ? null
            : line.BadgeNumber is { } badge ? known.OfficersByBadge.GetValueOrDefault(badge)
            : line.UnitCode is { } code ? known.UnitsByCode.GetValueOrDefault(code)
            : null;
        return known.Streams[line.StreamKey] = same ?? new StreamInImport(Guid.CreateVersion7(journal.Now));
    }

    /// <summary>The policies by which a batch is decided.</summary>
    public ValueTask<PolicyBook> BookAsync(CancellationToken stop) => policies.GetAsync(stop);

    /// <summary>The keys that the batch's texts are sealed under. A dry run stores nothing, so any key will do.</summary>
    public async Task<IReadOnlyDictionary<Guid, SubjectKey>> KeysAsync(
        List<ImportLine> lines,
        ImportLookup known,
        CancellationToken stop
    )
    {
        var started = new List<Guid>();
        var texts = new HashSet<Guid>();
        foreach (var line in lines.Where(line => !known.Recorded.ContainsKey(line.EventId)))
        {
            var stream = StreamOf(line, known);
            var kind = line.UseCase.Event.Stream.Record();
            if (line.UseCase.Starts && kind.IsSubject)
            {
                if (stream.State is not null)
                    continue;
                started.Add(stream.Id);
                texts.Add(stream.Id);
            }
            // A later line of the same batch may seal a text for whoever is named here, or has another number from here on.
            if (
                line.Call.HasText
                || (line.UseCase.Starts && kind is { IsSubject: false, Owner: not RecordOwner.Unit })
                || line.UseCase == ChangeIdentity.UseCase
            )
                texts.Add(SubjectOf(line, stream, known));
        }
        texts.Remove(Guid.Empty);
        if (dryRun)
            return texts.ToDictionary(id => id, id => new SubjectKey(id, new byte[SubjectKey.Size]));
        if (started.Count > 0)
            await keys.CreateAsync(started, stop);
        return texts.Count == 0 ? new Dictionary<Guid, SubjectKey>() : await keys.GetManyAsync(texts, stop);
    }

    private static Guid SubjectOf(ImportLine line, StreamInImport stream, ImportLookup known) =>
        stream.State?.SubjectId
        ?? (line.Call.Query.OfficerName is { } name ? known.Find(name)?.Id : null)
        ?? (line.Call.Query.UnitCode is { } code ? known.UnitsByCode.GetValueOrDefault(code)?.Id : null)
        ?? Guid.Empty;
}

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
/// <param name="Rest">What only the database can answer.</param>
internal sealed record PreparedLine(
    DecisionContext Context,
    StreamInImport Stream,
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
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

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
        if (BadInput(line, stream.State) is { } errors)
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
        if (line.OccurredAt < stream.OccurredAt)
            return Refused("out-of-order");
        if (stream.State is null)
            stream.UnitNow = officer?.UnitCode;
        query.Answer(officer, unit, listed, from!);
        return (Prepared(line, stream, known, subjects.GetValueOrDefault(subject), book), null);

        static (PreparedLine?, Rejection?) Refused(string code) => (null, new Rejection(code));
    }

    private PreparedLine Prepared(
        ImportLine line,
        StreamInImport stream,
        ImportLookup known,
        SubjectKey? key,
        PolicyBook book
    )
    {
        var unitNow = known.UnitOf(stream.State?.AboutOfficer) ?? stream.UnitNow ?? "";
        var record = stream.State is { } state
            ? new LoadedRecord(state, stream.Version, stream.OccurredAt, unitNow, stream.Restriction)
            : null;
        var context = new DecisionContext(
            stream.Id,
            line.EventId,
            line.UseCase.Event,
            line.OccurredAt,
            journal.Now,
            line.Actor,
            Integrator,
            unitNow,
            PolicyMode.Record,
            book,
            calendar,
            key
        );
        // A source system has no badge, and erases nobody.
        var asking = new QueryContext(record, line.Actor, null, AccessScope.Everything, calendar, TimeSpan.Zero);
        return new PreparedLine(context, stream, line.Call.Query.Statements(asking));
    }

    private FieldErrors? BadInput(ImportLine line, IRecordState? state)
    {
        var errors = new FieldErrors();
        if (line.OccurredAt > journal.Now + Ahead)
            errors.Add("occurredAt", "future");
        var faults = new FieldErrors();
        foreach (var (field, _) in line.Call.Past.Where(x => x.At > journal.Now + Ahead))
            faults.Add(field, "future");
        if (state is not null)
            line.Call.CheckOn(state, faults);
        foreach (var (path, error) in faults.Under("data"))
            errors.Add(path, error);
        return errors.Any ? errors : null;
    }

    private static ListedOfficer Listed(string field, Officer? officer) =>
        new($"data.{field}", officer?.Id, officer?.UnitCode ?? "", RecordRestriction.Of(officer));

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

using System.Collections.Frozen;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Imports;

/// <summary>What the act of an import's line may look at, from what its batch knows.</summary>
/// <param name="journal">The journal's time.</param>
/// <param name="keys">Keys of those whom texts are about.</param>
/// <param name="calendar">The bureau's days.</param>
/// <param name="policies">The policies.</param>
/// <param name="dryRun">True where nothing is kept.</param>
internal sealed class ImportScenes(
    EventJournal journal,
    KeyStore keys,
    BureauCalendar calendar,
    PoliciesInForce policies,
    bool dryRun
)
{
    private static readonly FrozenSet<Role> Integrator = [Role.Integrator];
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>All that the line's act may look at, or why it cannot act at all.</summary>
    public (Scene? Scene, StreamInImport? Stream, Rejection? Refused) SetOf(
        ImportLine line,
        ImportLookup known,
        IReadOnlyDictionary<Guid, SubjectKey> subjects,
        PolicyBook book
    )
    {
        var stream = StreamOf(line, known);
        if (line.Act.Starts)
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
                line.Act.Event.Stream switch
                {
                    StreamKind.Officer => "unknown-officer",
                    StreamKind.Unit => "unknown-unit",
                    _ => "unknown-stream",
                }
            );
        }
        else if (NamesAnother(line, stream, known))
        {
            return Refused("other-stream");
        }
        var errors = new FieldErrors();
        if (line.OccurredAt > journal.Now + Ahead)
            errors.Add("occurredAt", "future");
        foreach (var (field, _) in line.Act.PastOf(line.Request).Where(x => x.At > journal.Now + Ahead))
            errors.Add($"data.{field}", "future");
        if (stream.State is { } standing)
        {
            var faults = new FieldErrors();
            line.Act.CheckOn(standing, line.Request, faults);
            foreach (var (path, error) in faults.Under("data"))
                errors.Add(path, error);
        }
        if (errors.Any)
            return (null, null, new Rejection("bad-input", Errors: errors));
        var needs = line.Act.NeedsOf(line.Request);
        var officer = needs.Officer is { } name ? known.Find(name) : null;
        if (needs.Officer is not null && officer?.State is not Officer)
            return Refused("unknown-officer");
        var restrained =
            stream.State is Officer own ? Standing.Of(own)
            : stream.State is null ? Standing.Of(officer?.State as Officer)
            : stream.Standing;
        if (restrained.Withheld(line.Act, own: false) is { } withheld)
            return Refused(withheld);
        var listed = needs.Listed.Select(x => Listed(x.Field, known.Find(x.Name)?.State as Officer)).ToList();
        if (Naming.Unknown(listed, _ => true) is { } unknown)
            return (null, null, new Rejection("unknown-officer", Errors: unknown));
        if (Naming.Withheld(listed, line.Act) is { } closed)
            return (null, null, new Rejection(closed.Code, Errors: closed.Places));
        var unit = needs.Unit is { } unitCode ? known.UnitsByCode.GetValueOrDefault(unitCode) : null;
        if (needs.Unit is not null && unit?.State is null)
            return Refused("unknown-unit");
        var subject = line.Act.HasText(line.Request) ? SubjectOf(stream, officer, unit) : Guid.Empty;
        if (subject != Guid.Empty && !subjects.ContainsKey(subject))
            return Refused("unknown-officer");
        var from = line.From.Select(key => known.Streams.GetValueOrDefault(key)?.State).ToList();
        if (needs.From.Count > 0)
            from.AddRange(needs.From.Select(id => (IRecordState?)known.StateOf(line.Act.Origin!.Kind, id)));
        if (from.Exists(x => x is null || x.AboutOfficer != officer?.Id))
            return Refused($"unknown-{line.Act.Origin!.Kind.Word()}");
        if (line.OccurredAt < stream.OccurredAt)
            return Refused("out-of-order");
        if (stream.State is null)
            stream.UnitNow = (officer?.State as Officer)?.UnitCode;
        var person = stream.State?.AboutOfficer;
        return (
            new Scene(stream.Id, line.EventId, line.Act.Event, line.OccurredAt, calendar.DayOf(line.OccurredAt))
            {
                State = stream.State,
                Book = book,
                Calendar = calendar,
                Mode = PolicyMode.Record,
                Actor = line.Actor,
                Roles = Integrator,
                UnitNow = known.UnitOf(person) ?? stream.UnitNow ?? "",
                From = from!,
                WithinReach = true,
                Officer = officer?.State as Officer,
                Listed = listed,
                Unit = unit?.State as Domain.Units.Unit,
                Salt = line.Act is { Starts: true, Event.Stream: StreamKind.Officer }
                    ? IdentityCommitment.NewSalt()
                    : [],
                Key = subjects.GetValueOrDefault(subject),
            },
            stream,
            null
        );

        static (Scene?, StreamInImport?, Rejection?) Refused(string code) => (null, null, new Rejection(code));
    }

    private static ListedOfficer Listed(string field, Officer? officer) =>
        new($"data.{field}", officer?.Id, officer?.UnitCode ?? "", Standing.Of(officer));

    private static bool NamesAnother(ImportLine line, StreamInImport stream, ImportLookup known) =>
        (
            line.BadgeNumber is { } badge
            && known.OfficersByBadge.TryGetValue(badge, out var officer)
            && officer.Id != stream.Id
        ) || (line.UnitCode is { } code && stream.State is Domain.Units.Unit unit && unit.UnitCode != code);

    private StreamInImport StreamOf(ImportLine line, ImportLookup known)
    {
        if (known.Streams.TryGetValue(line.StreamKey, out var stream))
            return stream;
        // The source names an officer or a unit that came here by another way: from now on the name is known.
        var same =
            line.Act.Starts ? null
            : line.BadgeNumber is { } badge ? known.OfficersByBadge.GetValueOrDefault(badge)
            : line.UnitCode is { } code ? known.UnitsByCode.GetValueOrDefault(code)
            : null;
        return known.Streams[line.StreamKey] = same ?? new StreamInImport(Guid.CreateVersion7(journal.Now));
    }

    /// <summary>Whether only the database can answer what the line's act has to know.</summary>
    public static bool AsksTheDatabase(ImportLine line, Scene scene)
    {
        var needs = line.Act.NeedsOf(line.Request);
        return needs.AskTheDatabase && !(needs is { Deed: true } && scene.State is Commendation { DeedReference: null })
            || needs.Identity;
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
            var subject = line.Act.Event.Stream is StreamKind.Officer or StreamKind.Unit;
            if (line.Act.Starts && subject)
            {
                if (stream.State is not null)
                    continue;
                started.Add(stream.Id);
                texts.Add(stream.Id);
            }
            var needs = line.Act.NeedsOf(line.Request);
            // A later line of the same batch may seal a text for whoever is named here, or has another number from here on.
            if (
                line.Act.HasText(line.Request)
                || (line.Act.Starts && !subject && line.Act.Event.Stream.Record().Owner != RecordOwner.Unit)
                || needs.Identity
            )
            {
                texts.Add(
                    SubjectOf(
                        stream,
                        needs.Officer is { } name ? known.Find(name) : null,
                        needs.Unit is { } code ? known.UnitsByCode.GetValueOrDefault(code) : null
                    )
                );
            }
        }
        texts.Remove(Guid.Empty);
        if (dryRun)
            return texts.ToDictionary(id => id, id => new SubjectKey(id, new byte[SubjectKey.Size]));
        if (started.Count > 0)
            await keys.CreateAsync(started, stop);
        return texts.Count == 0 ? new Dictionary<Guid, SubjectKey>() : await keys.GetManyAsync(texts, stop);
    }

    private static Guid SubjectOf(StreamInImport stream, StreamInImport? officer, StreamInImport? unit) =>
        stream.State?.SubjectId ?? officer?.Id ?? unit?.Id ?? Guid.Empty;
}

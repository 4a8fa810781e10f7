using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>Appends to a database what could happen in a small bureau, and remembers it on its own account.</summary>
internal sealed class Story : IDisposable
{
    private readonly EventJournal _journal;
    private readonly Dictionary<Guid, Told> _streams = [];

    public Story(Database database, int seed = 1)
    {
        Random = new Random(seed);
        _journal = Database.Journal(database, Clock);
    }

    public Random Random { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The longest time between one thing and the next.</summary>
    public TimeSpan Pace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Every event with the officers whom it concerns, in the order of recording.</summary>
    public List<(
        Guid EventId,
        DateTimeOffset OccurredAt,
        DateTimeOffset RecordedAt,
        IReadOnlyList<Guid> Concerned
    )> All { get; } = [];

    /// <summary>Which record led to which, and with which event.</summary>
    public List<(Guid From, Guid To, Guid EventId)> Links { get; } = [];

    public IEnumerable<Officer> Officers => _streams.Values.Select(x => x.State).OfType<Officer>();

    public static string BadgeOf(Guid officer) => $"P{officer:N}";

    public static SealedText Sealed() => new(RandomNumberGenerator.GetBytes(61));

    public T Of<T>(Guid stream) => (T)_streams[stream].State;

    public async Task<Unit> FormAsync(string code, string? parent = null)
    {
        var above = parent is null
            ? null
            : _streams.Values.Select(x => x.State).OfType<Unit>().Single(x => x.UnitCode == parent);
        var id = Guid.CreateVersion7();
        await AppendAsync(StreamKind.Unit, id, UnitDecisions.Form(code, $"Unit {code}", UnitKind.Frontline, above));
        return Of<Unit>(id);
    }

    public async Task<Officer> EnrolAsync(Unit unit, DateOnly? appointedOn = null, DateTimeOffset? at = null)
    {
        var id = Guid.CreateVersion7();
        await AppendAsync(
            StreamKind.Officer,
            id,
            OfficerDecisions.Enrol(id, unit, "constable", null, appointedOn ?? new DateOnly(2015, 7, 1), "commitment"),
            at,
            new IdentityRow(id, BadgeOf(id), "Name", null, [1, 2, 3])
        );
        return Of<Officer>(id);
    }

    public async Task<Guid> NominateAsync(Officer officer, string title = "三等功", DateTimeOffset? at = null)
    {
        var id = Guid.CreateVersion7();
        await AppendAsync(
            StreamKind.Commendation,
            id,
            CommendationDecisions.Nominate(officer, officer.UnitCode, Nomination(title)),
            at
        );
        return id;
    }

    public async Task<Guid> NominateAsync(Unit unit, DateTimeOffset? at = null)
    {
        var id = Guid.CreateVersion7();
        var serving = Officers.Where(x => x.UnitCode == unit.UnitCode).Select(x => x.Id).ToList();
        await AppendAsync(
            StreamKind.Commendation,
            id,
            CommendationDecisions.Nominate(unit, serving, Nomination("先进集体")),
            at
        );
        return id;
    }

    /// <summary>Starts a stream, where the rules allow it.</summary>
    public Task<bool> StartAsync(StreamKind kind, Decision decision, DateTimeOffset at) =>
        AppendAsync(kind, Guid.CreateVersion7(), decision, at);

    /// <summary>The streams of a kind that there are.</summary>
    public List<(Guid Id, T State)> AllOf<T>() =>
        [.. from told in _streams where told.Value.State is T select (told.Key, (T)told.Value.State)];

    /// <summary>Appends to a stream that is there; false where its rules refuse that.</summary>
    public Task<bool> ThenAsync<T>(Guid stream, Func<T, Decision> decide, DateTimeOffset? at = null) =>
        AppendAsync(_streams[stream].Kind, stream, decide(Of<T>(stream)), at);

    /// <summary>One more random thing that may happen; it happened some time before it is recorded.</summary>
    public async Task StepAsync(IReadOnlyList<Unit> units)
    {
        Clock.Advance(TimeSpan.FromMicroseconds(Random.NextInt64((long)Pace.TotalMicroseconds)));
        var at = Clock.GetUtcNow().AddMicroseconds(-Random.NextInt64(40_000_000_000_000));
        var officers = Officers.ToList();
        var commendations = _streams.Where(x => x.Value.State is Commendation).Select(x => x.Key).ToList();
        var officer = officers[Random.Next(officers.Count)];
        switch (Random.Next(20))
        {
            case 0:
                await EnrolAsync(Pick(units), at: at);
                break;
            case 1 or 2:
                await ThenAsync<Officer>(
                    officer.Id,
                    x => OfficerDecisions.Transfer(x, null, Pick(units), Pick<TransferReason>(), Day()),
                    at
                );
                break;
            case 3:
                await ThenAsync<Officer>(
                    officer.Id,
                    x => OfficerDecisions.Promote(x, $"rank {Random.Next(4)}", null, Day()),
                    at
                );
                break;
            case 4:
                await ThenAsync<Officer>(
                    officer.Id,
                    x => OfficerDecisions.ListTalent(x, x.UnitCode, Pick<TalentCategory>(), Sealed()),
                    at
                );
                break;
            case 5:
                await ThenAsync<Officer>(
                    officer.Id,
                    x => OfficerDecisions.StatePreference(x, x.UnitCode, Sealed()),
                    at
                );
                break;
            case 6 or 7:
                await NominateAsync(officer, at: at);
                break;
            case 8:
                await NominateAsync(Pick(units), at);
                break;
            case >= 12:
                await this.CareAsync(officer, at);
                break;
            default:
                if (commendations.Count > 0)
                    await ThenAsync<Commendation>(Pick(commendations), Continue, at);
                break;
        }
    }

    public void Dispose() => _journal.Dispose();

    private Decision Continue(Commendation commendation) =>
        Random.Next(6) switch
        {
            0 => CommendationDecisions.Review(commendation, Pick<ReviewAdvice>(), Sealed()),
            1 => CommendationDecisions.Publicise(commendation, Day()),
            2 => CommendationDecisions.Approve(
                commendation,
                new Approval(Pick<CommendationLevel>(), Pick<Authority>(), null, Day(), false),
                CommendationPolicies.Shipped,
                PolicyMode.Record
            ),
            3 => CommendationDecisions.Confer(commendation, Day(), "No. 7", PolicyMode.Record),
            4 => CommendationDecisions.Decline(commendation, Sealed()),
            _ => CommendationDecisions.Revoke(commendation, Sealed()),
        };

    private Nomination Nomination(string title) => new(title, Pick<Deed>(), null, Sealed(), Day());

    public DateOnly Day() => Database.Calendar.DayOf(Clock.GetUtcNow());

    public T Pick<T>(IReadOnlyList<T> items) => items[Random.Next(items.Count)];

    public T Pick<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    private async Task<bool> AppendAsync(
        StreamKind kind,
        Guid stream,
        Decision decision,
        DateTimeOffset? at = null,
        IdentityRow? identity = null
    )
    {
        if (decision.Refusal is not null)
            return false;
        var before = _streams.GetValueOrDefault(stream);
        var occurredAt = at ?? _journal.Now;
        if (before is not null && occurredAt < before.OccurredAt)
            occurredAt = before.OccurredAt;
        var draft = new NewEvent(Guid.CreateVersion7(), decision.Events[0], occurredAt);
        var batch = _journal.Open();
        var (receipt, state) = batch.Add(
            new JournalEntry(kind, stream, before?.Version ?? 0, before?.State, [draft], new Author("someone", "c-1"))
            {
                Identity = identity,
            }
        );
        (await _journal.CommitAsync(batch, default)).ShouldBeNull();
        _streams[stream] = new Told(kind, state, receipt.Version, occurredAt);
        Links.AddRange(OriginsOf(draft.Data).Select(from => (from, stream, draft.Id)));
        All.Add((draft.Id, occurredAt, receipt.RecordedAt, Evolution.Concerned(state, draft.Data)));
        return true;
    }

    private static IReadOnlyList<Guid> OriginsOf(ICareEvent fact) =>
        fact switch
        {
            WarningRaised { Source: WarningSource.Talk, SourceId: { } talk } => [talk],
            InterventionOpened opened => opened.WarningIds,
            _ => [],
        };

    private sealed record Told(StreamKind Kind, IRecordState State, long Version, DateTimeOffset OccurredAt);
}

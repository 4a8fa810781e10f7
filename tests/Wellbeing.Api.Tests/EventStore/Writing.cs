using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>A journal that runs, and entries to give it.</summary>
internal sealed class Writing : IAsyncDisposable
{
    private readonly EventJournal _journal;

    private Writing(Database database) => _journal = Database.Journal(database, Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 3, 1, 8, 0, 0, TimeSpan.Zero));

    /// <summary>A journal that has not begun yet.</summary>
    public static Writing Idle(Database database) => new(database);

    public static async Task<Writing> StartAsync(Database database)
    {
        var writing = Idle(database);
        await writing.StartAsync();
        return writing;
    }

    public Task StartAsync() => _journal.StartAsync(default);

    public Task<Appended> AppendAsync(JournalEntry entry) => _journal.AppendAsync(entry, default);

    /// <summary>All at once, from as many tasks.</summary>
    public Task<Appended[]> AppendAsync(IEnumerable<JournalEntry> entries) =>
        Task.WhenAll(entries.Select(x => Task.Run(() => AppendAsync(x))));

    /// <summary>Forms a unit; answers it as it then is.</summary>
    public async Task<Unit> FormAsync()
    {
        var entry = Forms(Bureau.Name("U"));
        (await AppendAsync(entry)).Conflict.ShouldBeNull();
        return Unit.Start(
            entry.StreamId,
            (UnitFormed)entry.Events[0].Data,
            Database.Calendar.DayOf(entry.Events[0].OccurredAt)
        );
    }

    public JournalEntry Forms(string code, Guid? eventId = null) =>
        Entry(
            StreamKind.Unit,
            Guid.CreateVersion7(),
            0,
            null,
            UnitDecisions.Form(code, code, UnitKind.Support, null),
            eventId
        );

    public JournalEntry Renames(Unit unit, long version, string name) =>
        Entry(StreamKind.Unit, unit.Id, version, unit, UnitDecisions.Rename(unit, name));

    public JournalEntry Enrols(Unit unit, string badge, Guid? eventId = null)
    {
        var id = Guid.CreateVersion7();
        var identity = new IdentityRow(id, badge, $"Name of {badge}", null, IdentityCommitment.NewSalt());
        var enrolled = OfficerDecisions.Enrol(id, unit, null, null, new DateOnly(2020, 1, 1), identity.Commitment());
        return Entry(StreamKind.Officer, id, 0, null, enrolled, eventId) with { Identity = identity };
    }

    public static ReplyKey Key() => new(Guid.NewGuid(), [1, 2, 3], 201, "/somewhere");

    public async ValueTask DisposeAsync()
    {
        await _journal.StopAsync(default);
        _journal.Dispose();
    }

    private JournalEntry Entry(
        StreamKind kind,
        Guid stream,
        long version,
        IRecordState? before,
        Decision decision,
        Guid? eventId = null
    ) =>
        new(
            kind,
            stream,
            version,
            before,
            [new NewEvent(eventId ?? Guid.CreateVersion7(), decision.Events[0], _journal.Now)],
            new Author("somebody", "correlation-1")
        );
}

using Shouldly;
using Wellbeing.Api.EventStore;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>Many write at once; each gets the truth about its own entry, and nobody's harms another's.</summary>
public sealed class EventJournalTests(Database database) : IClassFixture<Database>
{
    [Fact]
    public async Task when_many_write_to_one_stream_and_try_again_versions_have_no_hole_and_no_write_is_lost()
    {
        await using var journal = await Writing.StartAsync(database);
        var unit = await journal.FormAsync();
        const int writers = 32;
        var version = 1L;

        await Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var name = $"name {i}";
                        Appended appended;
                        do
                        {
                            appended = await journal.AppendAsync(
                                journal.Renames(unit with { Name = "" }, Interlocked.Read(ref version), name)
                            );
                            if (appended.Receipt is { } receipt)
                                Interlocked.Exchange(ref version, receipt.Version);
                            else
                                appended.Conflict.ShouldBe(Conflict.Version);
                        } while (appended.Receipt is null);
                    })
                )
        );

        var names = await database.ListAsync<string>(
            "SELECT data ->> 'name' FROM events.mt_events WHERE stream_id = $1 AND version > 1 ORDER BY version",
            unit.Id
        );
        names.Order().ShouldBe(Enumerable.Range(0, writers).Select(i => $"name {i}").Order());
        (await VersionsAsync(unit.Id)).ShouldBe(Enumerable.Range(1, writers + 1).Select(x => (long)x));
        (await database.AskAsync<long>("SELECT version FROM events.mt_streams WHERE id = $1", unit.Id)).ShouldBe(
            writers + 1
        );
        (
            await database.AskAsync<string>(
                "SELECT concat(mt_version, name) FROM readmodels.mt_doc_unit WHERE id = $1",
                unit.Id
            )
        ).ShouldBe($"{writers + 1}{names[^1]}");
    }

    [Fact]
    public async Task of_two_who_write_to_one_stream_at_once_one_wins()
    {
        await using var journal = await Writing.StartAsync(database);
        for (var round = 0; round < 20; round++)
        {
            var unit = await journal.FormAsync();
            var answers = await journal.AppendAsync([
                journal.Renames(unit, 1, "one"),
                journal.Renames(unit, 1, "other"),
            ]);
            answers.Count(x => x.Receipt is not null).ShouldBe(1);
            answers.Count(x => x.Conflict == Conflict.Version).ShouldBe(1);
            (await VersionsAsync(unit.Id)).ShouldBe([1, 2]);
        }
    }

    [Fact]
    public async Task entries_that_cannot_be_stored_fail_alone_whoever_is_in_their_group()
    {
        await using var journal = await Writing.StartAsync(database);
        var unit = await journal.FormAsync();
        var (taken, used) = (journal.Enrols(unit, Bureau.Name("P")), Guid.CreateVersion7());
        (await journal.AppendAsync(taken)).Conflict.ShouldBeNull();
        (await journal.AppendAsync(journal.Forms(Bureau.Name("U"), used))).Conflict.ShouldBeNull();
        (await journal.AppendAsync(journal.Renames(unit, 1, "moved on"))).Conflict.ShouldBeNull();
        var twins = Enumerable.Range(0, 5).Select(_ => Bureau.Name("P")).ToList();

        List<(JournalEntry Entry, Conflict? Expected)> entries =
        [
            .. Enumerable.Range(0, 100).Select(_ => (journal.Enrols(unit, Bureau.Name("P")), (Conflict?)null)),
            .. Enumerable
                .Range(0, 5)
                .Select(_ => (journal.Enrols(unit, taken.Identity!.BadgeNumber), (Conflict?)Conflict.BadgeNumber)),
            .. Enumerable.Range(0, 5).Select(_ => (journal.Forms(unit.UnitCode), (Conflict?)Conflict.UnitCode)),
            .. Enumerable
                .Range(0, 5)
                .Select(_ => (journal.Forms(Bureau.Name("U"), used), (Conflict?)Conflict.Repeated)),
            .. Enumerable.Range(0, 5).Select(_ => (journal.Renames(unit, 1, "too late"), (Conflict?)Conflict.Version)),
        ];
        var mixed = entries.OrderBy(_ => Random.Shared.Next()).ToList();
        var pairs = twins.Concat(twins).Select(x => journal.Enrols(unit, x)).ToList();

        var answers = await journal.AppendAsync(mixed.Select(x => x.Entry).Concat(pairs));
        answers.Take(mixed.Count).Select(x => x.Conflict).ShouldBe(mixed.Select(x => x.Expected));
        answers.Skip(mixed.Count).Count(x => x.Receipt is not null).ShouldBe(twins.Count);
        answers.Skip(mixed.Count).Count(x => x.Conflict == Conflict.BadgeNumber).ShouldBe(twins.Count);

        var stored = await database.ListAsync<Guid>("SELECT DISTINCT stream_id FROM events.mt_events");
        foreach (var (entry, answer) in mixed.Select(x => x.Entry).Concat(pairs).Zip(answers))
            stored.Contains(entry.StreamId).ShouldBe(answer.Receipt is not null || entry.StreamId == unit.Id);
    }

    [Fact]
    public async Task an_entry_at_fault_by_itself_fails_alone()
    {
        await using var journal = await Writing.StartAsync(database);
        var first = journal.Forms(Bureau.Name("U"));
        // No stream begins with a rename.
        var broken = first with
        {
            Events = [first.Events[0] with { Data = new Domain.Units.UnitRenamed(Bureau.Name("U"), "Name") }],
        };
        var good = Enumerable.Range(0, 20).Select(_ => journal.Forms(Bureau.Name("U"))).ToList();

        var failing = Task.Run(() => journal.AppendAsync(broken));
        (await journal.AppendAsync(good)).ShouldAllBe(x => x.Receipt != null);
        await Should.ThrowAsync<InvalidOperationException>(failing);
    }

    [Fact]
    public async Task the_answer_is_stored_with_the_event_or_not_at_all()
    {
        await using var journal = await Writing.StartAsync(database);
        var (stored, refused) = (Writing.Key(), Writing.Key());
        var entry = journal.Forms(Bureau.Name("U")) with { Reply = stored };
        var receipt = (await journal.AppendAsync(entry)).Receipt.ShouldNotBeNull();
        var again = journal.Forms(((Domain.Units.UnitFormed)entry.Events[0].Data).UnitCode) with { Reply = refused };
        (await journal.AppendAsync(again)).Conflict.ShouldBe(Conflict.UnitCode);

        var body = await database.AskAsync<string>("SELECT body::text FROM journal.replies WHERE key = $1", stored.Key);
        body.ShouldContain(receipt.Id.ToString());
        (await database.ListAsync<Guid>("SELECT key FROM journal.replies WHERE key = $1", refused.Key)).ShouldBeEmpty();

        // And the event is not stored where its answer cannot be.
        var late = journal.Forms(Bureau.Name("U")) with
        {
            Reply = stored,
        };
        (await journal.AppendAsync(late)).Conflict.ShouldBe(Conflict.Repeated);
        (await VersionsAsync(late.StreamId)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task when_the_journal_stops_everyone_who_waits_gets_an_answer(bool started)
    {
        var journal = started ? await Writing.StartAsync(database) : Writing.Idle(database);
        // Who has no quota waits for the journal alone: a person's is read from the database first.
        var author = new Author(Domain.Actors.Server, null);
        var waiting = Enumerable
            .Range(0, 300)
            .Select(_ => journal.AppendAsync(journal.Forms(Bureau.Name("U")) with { Author = author }))
            .ToList();
        await journal.DisposeAsync();
        (await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20))).ShouldAllBe(x => x.Receipt != null);
    }

    private Task<List<long>> VersionsAsync(Guid stream) =>
        database.ListAsync<long>("SELECT version FROM events.mt_events WHERE stream_id = $1 ORDER BY version", stream);
}

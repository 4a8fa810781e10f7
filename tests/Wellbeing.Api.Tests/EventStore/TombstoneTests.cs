using Shouldly;
using Wellbeing.Api.EventStore;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>What Marten stores after a session has failed is no event, and never among them.</summary>
public sealed class TombstoneTests(Database database) : IClassFixture<Database>
{
    private const string Stored = """
        SELECT (SELECT count(*) FROM events.mt_events WHERE type = 'tombstone')
             + (SELECT count(*) FROM events.mt_streams WHERE type IS NULL)
        """;

    // Marten writes them behind the caller's back: what it tries is counted where nothing keeps it from succeeding.
    private const string Count = """
        CREATE TABLE IF NOT EXISTS events.tries (at timestamptz DEFAULT clock_timestamp());
        GRANT INSERT ON events.tries TO PUBLIC;
        CREATE OR REPLACE FUNCTION events.pass_over_tombstones() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO events.tries DEFAULT VALUES; RETURN NULL; END $$;
        """;

    [Fact]
    public async Task when_a_group_fails_after_its_events_were_numbered_nothing_is_left_of_it()
    {
        await database.ExecuteAsync(Count);
        var (unit, badge) = (await FormAsync(), Bureau.Name("P"));
        await using var journal = Writing.Idle(database);
        // In one group: the renaming is numbered before the second of the same badge number breaks the transaction.
        var together = new[]
        {
            journal.AppendAsync(journal.Renames(unit, 1, "renamed")),
            journal.AppendAsync(journal.Enrols(unit, badge)),
            journal.AppendAsync(journal.Enrols(unit, badge)),
        };
        await journal.StartAsync();

        var answers = await Task.WhenAll(together);
        answers[0].Conflict.ShouldBeNull();
        answers[1..].Select(x => x.Conflict).ShouldBe([null, Conflict.BadgeNumber], ignoreOrder: true);
        await Until.TrueAsync(async () => await database.AskAsync<long>("SELECT count(*) FROM events.tries") >= 2);
        (await database.AskAsync<long>(Stored)).ShouldBe(0);
    }

    private async Task<Domain.Units.Unit> FormAsync()
    {
        await using var journal = await Writing.StartAsync(database);
        return await journal.FormAsync();
    }
}

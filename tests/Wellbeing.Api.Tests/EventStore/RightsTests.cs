using Npgsql;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>The application's role can add to the record, and neither change nor delete any of it.</summary>
public sealed class RightsTests(Host host)
{
    [Theory]
    [InlineData("UPDATE events.mt_events SET data = '{}'")]
    [InlineData("UPDATE events.mt_events SET is_archived = true")]
    [InlineData("DELETE FROM events.mt_events")]
    [InlineData("TRUNCATE events.mt_events")]
    [InlineData("ALTER TABLE events.mt_events DROP COLUMN headers")]
    [InlineData("ALTER TABLE events.mt_events DISABLE TRIGGER ALL")]
    [InlineData("DROP TABLE events.mt_events CASCADE")]
    [InlineData(
        "CREATE TRIGGER t BEFORE INSERT ON events.mt_events EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    )]
    [InlineData("CREATE RULE r AS ON INSERT TO events.mt_events DO INSTEAD NOTHING")]
    [InlineData("UPDATE events.mt_streams SET type = 'officer'")]
    [InlineData("UPDATE events.mt_streams SET is_archived = true")]
    [InlineData("DELETE FROM events.mt_streams")]
    [InlineData("TRUNCATE events.mt_streams CASCADE")]
    [InlineData("DELETE FROM readmodels.history")]
    [InlineData("TRUNCATE readmodels.mt_doc_officer")]
    [InlineData("UPDATE journal.replies SET status = 200")]
    [InlineData("UPDATE journal.source_streams SET stream_id = key")]
    [InlineData("DELETE FROM journal.source_streams")]
    [InlineData("UPDATE journal.history_reads SET reads = 0")]
    [InlineData("DELETE FROM journal.history_reads")]
    [InlineData("UPDATE ledger.leaves SET leaf = leaf + 1")]
    [InlineData("DELETE FROM ledger.leaves")]
    [InlineData("TRUNCATE ledger.leaves")]
    [InlineData("ALTER TABLE ledger.leaves DROP COLUMN hash")]
    [InlineData("UPDATE ledger.tiles SET root = hashes")]
    [InlineData("DELETE FROM ledger.tiles")]
    [InlineData("DELETE FROM ledger.batches")]
    [InlineData("UPDATE ledger.checkpoints SET note = ''")]
    [InlineData("DELETE FROM ledger.checkpoints")]
    [InlineData("TRUNCATE ledger.checkpoints")]
    [InlineData("DELETE FROM ledger.successions")]
    [InlineData("DELETE FROM ledger.head")]
    [InlineData("SELECT setval('events.mt_events_sequence', 1)")]
    [InlineData("CREATE TABLE events.mine (id int)")]
    [InlineData("SET ROLE postgres")]
    public async Task it_may_not(string sql)
    {
        var server = await host.RunAsync();
        await server.UnitAsync();
        (await ExecuteAsync(server, sql)).ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM events.mt_events")]
    [InlineData("SELECT count(*) FROM events.mt_streams")]
    [InlineData("SELECT count(*) FROM ledger.leaves")]
    [InlineData("SELECT count(*) FROM ledger.checkpoints")]
    [InlineData("UPDATE events.mt_streams SET version = version, timestamp = timestamp WHERE false")]
    public async Task it_may(string sql) => (await ExecuteAsync(await host.RunAsync(), sql)).ShouldBeNull();

    [Fact]
    public async Task a_role_that_may_more_is_said()
    {
        await using var server = await Host.StartAsync();
        (await ExcessAsync(server)).ShouldBeEmpty();
        await server.Database.ExecuteAsync(
            $"GRANT DELETE ON events.mt_events TO {server.Database.Role}; "
                + $"GRANT UPDATE (is_archived) ON events.mt_streams TO {server.Database.Role}; "
                + $"GRANT UPDATE ON ledger.leaves TO {server.Database.Role}"
        );
        await Until.TrueAsync(async () => (await ExcessAsync(server)).Count > 0);
        (await ExcessAsync(server)).ShouldBe([
            "events.mt_events DELETE",
            "events.mt_streams UPDATE (is_archived)",
            "ledger.leaves UPDATE",
        ]);
    }

    private static async Task<IReadOnlyList<string?>> ExcessAsync(Host.Running server)
    {
        var check = (await server.Anonymous.GetAsync("/readyz")).Json.GetProperty("checks").GetProperty("rights");
        return check.TryGetProperty("excess", out var excess)
            ? [.. excess.EnumerateArray().Select(x => x.GetString())]
            : [];
    }

    private static async Task<string?> ExecuteAsync(Host.Running server, string sql)
    {
        await using var command = server.Database.Application.CreateCommand(sql);
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}

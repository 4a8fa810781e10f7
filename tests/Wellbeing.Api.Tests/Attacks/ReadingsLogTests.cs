using Microsoft.Extensions.Configuration;
using Npgsql;
using Shouldly;
using Weasel.Core;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Readings are a log: an attacker with the server's database role can add to it, and hide nothing of it.</summary>
public sealed class ReadingsLogTests(Host host)
{
    [Theory]
    [InlineData("UPDATE journal.history_reads SET reads = 0")]
    [InlineData("UPDATE journal.history_reads SET reader = 'somebody'")]
    [InlineData("DELETE FROM journal.history_reads")]
    [InlineData("TRUNCATE journal.history_reads")]
    [InlineData("DROP FUNCTION journal.forget_readings(uuid)")]
    [InlineData("CREATE OR REPLACE FUNCTION journal.person(id text) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'x'")]
    public async Task when_the_servers_role_hides_a_reading_it_may_not(string sql)
    {
        var server = await host.RunAsync();
        await using var command = server.Database.Application.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
            PostgresErrorCodes.InsufficientPrivilege
        );
    }

    [Theory]
    [InlineData("-5, now(), now()")]
    [InlineData("0, now(), now()")]
    [InlineData("9223372036854775807, now(), now()")]
    [InlineData("1, now(), now() - interval '1 minute'")]
    [InlineData("1, now() - interval '3 days', now()")]
    [InlineData("1, '4713-01-01 BC', now()")]
    [InlineData("1, '-infinity', now()")]
    [InlineData("1, now(), 'infinity'")]
    [InlineData("1, now() - interval '3 days', now()", "now() - interval '5 days'")]
    [InlineData("1, '4713-02-01 BC', '4713-02-01 BC'", "'4713-02-01 BC'")]
    [InlineData("1, 'infinity', 'infinity'", "'infinity'")]
    public async Task when_the_servers_role_adds_a_row_that_would_hide_others_it_is_refused(
        string values,
        string day = "now()"
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        (await server.PoliticalOfficer(officer.Unit, "po-hidden").GetAsync($"officers/{officer.Id}/history")).Done();
        await using var forge = server.Database.Application.CreateCommand(
            $"""
            INSERT INTO journal.history_reads (officer_id, reader, role, id, day, reads, first_at, last_at)
            VALUES ('{officer.Id}', 'po-hidden', 'auditor', gen_random_uuid(), ({day})::date, {values})
            """
        );
        var refused = await Should.ThrowAsync<PostgresException>(() => forge.ExecuteNonQueryAsync());
        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        await ReadsAsync(server, officer, 1);
    }

    [Fact]
    public async Task when_the_servers_role_asks_to_forget_the_readings_of_somebody_who_is_not_erased_they_stay()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        (await server.PoliticalOfficer(officer.Unit, "po-reads").GetAsync($"officers/{officer.Id}/history")).Done();
        await ReadsAsync(server, officer, 1);
        await using var forget = server.Database.Application.CreateCommand("SELECT journal.forget_readings($1)");
        forget.Parameters.AddWithValue(officer.Id);
        await forget.ExecuteNonQueryAsync();
        await ReadsAsync(server, officer, 1);
    }

    [Fact]
    public async Task when_a_role_may_more_with_it_it_is_said()
    {
        await using var server = await Host.StartAsync();
        await server.Database.ExecuteAsync($"GRANT UPDATE, DELETE ON journal.history_reads TO {server.Database.Role}");
        (await server.Anonymous.GetAsync("/readyz"))
            .Json.GetProperty("checks")
            .GetProperty("rights")
            .GetProperty("excess")
            .EnumerateArray()
            .Select(x => x.GetString())
            .ShouldBe(["journal.history_reads DELETE", "journal.history_reads UPDATE"]);
    }

    [Fact]
    public async Task when_somebody_reads_again_and_under_another_spelling_it_is_one_reader_with_all_readings()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        for (var i = 0; i < 3; i++)
        {
            foreach (var sub in new[] { "po-spelt", "PO-Spelt" })
                (await server.PoliticalOfficer(officer.Unit, sub).GetAsync($"officers/{officer.Id}/history")).Done();
            await ReadsAsync(server, officer, 2 * (i + 1));
        }
    }

    [Fact]
    public async Task when_a_home_kept_a_row_a_day_its_counts_stay_and_add_up_with_those_to_come()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        // As the version before made it.
        await server.Database.ExecuteAsync(
            $"""
            DROP TABLE journal.history_reads;
            CREATE TABLE journal.history_reads (
                officer_id uuid NOT NULL, reader text NOT NULL, day date NOT NULL, role text NOT NULL,
                reads bigint NOT NULL, first_at timestamptz NOT NULL, last_at timestamptz NOT NULL,
                CONSTRAINT pkey_history_reads_officer_id_reader_day PRIMARY KEY (officer_id, reader, day));
            INSERT INTO journal.history_reads VALUES
                ('{officer.Id}', 'po-before', (now() AT TIME ZONE 'Asia/Shanghai')::date, 'political-officer', 7, now() - interval '1 minute', now());
            """
        );
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(server.Database.Settings);
        for (var again = 0; again < 2; again++)
            await Schema.ApplyAsync(configuration, CancellationToken.None);
        await using (var connection = await server.Database.Owner.OpenConnectionAsync())
            (await HistoryReadRow.Table.Schema().FindDeltaAsync(connection)).Difference.ShouldBe(
                SchemaPatchDifference.None
            );
        (
            await server.Database.ListAsync<string>(
                "SELECT conname::text FROM pg_constraint WHERE conrelid = 'journal.history_reads'::regclass AND contype = 'c' AND convalidated"
            )
        ).ShouldBe(["ck_history_reads_add_up"]);

        (await server.PoliticalOfficer(officer.Unit, "po-before").GetAsync($"officers/{officer.Id}/history")).Done();
        await ReadsAsync(server, officer, 8);
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM journal.history_reads WHERE reader = 'po-before'"
            )
        ).ShouldBe(2);
    }

    private static async Task ReadsAsync(Host.Running server, Known officer, int reads)
    {
        var items = (await server.Auditor().GetAsync($"officers/{officer.Id}/accesses")).Items();
        items.ShouldHaveSingleItem().GetProperty("reads").GetInt32().ShouldBe(reads);
    }
}

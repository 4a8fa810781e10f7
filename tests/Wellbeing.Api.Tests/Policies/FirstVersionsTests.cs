using System.Net;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Api.Tests.Oidc;
using Wellbeing.Domain.Policies;
using Xunit;

namespace Wellbeing.Api.Tests.Policies;

/// <summary>A new database begins with the policies that the product ships, each on record once.</summary>
public sealed class FirstVersionsTests
{
    private const string Stored = """
        SELECT concat_ws('|', data ->> 'kind', version, user_name) FROM events.mt_events
        WHERE type = 'policy_adopted' ORDER BY 1
        """;

    private const string Leaves = """
        SELECT l.leaf FROM ledger.leaves AS l JOIN events.mt_events AS e USING (seq_id)
        WHERE e.type = 'policy_adopted' ORDER BY 1
        """;

    private const string Kept = "LOCK TABLE events.mt_streams IN SHARE ROW EXCLUSIVE MODE";

    private static readonly string[] Once =
    [
        "awards|1|system:initial-policy",
        "rules|1|system:initial-policy",
        "warningDeadlines|1|system:initial-policy",
        "workingCalendar|1|system:initial-policy",
    ];

    [Fact]
    public async Task a_new_server_has_no_alarm_and_its_first_versions_are_the_first_leaves()
    {
        await using var server = await Host.StartAsync();

        (await server.Database.ListAsync<string>(Stored)).ShouldBe(Once);
        await Until.TrueAsync(async () => await server.Database.AskAsync<long>("SELECT size FROM ledger.head") == 4);
        (await server.Database.ListAsync<long>(Leaves)).ShouldBe([0, 1, 2, 3]);
        var seq = await server.Database.AskAsync<long>("SELECT max(seq_id) FROM events.mt_events");
        await Until.TrueAsync(async () => await server.ProofAsync(seq) is not null);
        (await server.AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task when_nodes_start_at_the_same_moment_and_start_again_the_first_versions_are_on_record_once()
    {
        var (first, second) = await Host.OnNewAsync(TogetherAsync);
        await using (first)
        {
            await using (second)
            await using (await Host.BesideAsync(first))
            {
                await Until.TrueAsync(async () => (await first.Database.ListAsync<string>(Stored)).Count >= 4);
                (await first.Database.ListAsync<string>(Stored)).ShouldBe(Once);
                await first.SequencedAsync();
                (await first.AlarmsAsync()).Concat(await second.AlarmsAsync()).ShouldBeEmpty();
            }
            (await first.Database.ListAsync<long>(Leaves)).ShouldBe([0, 1, 2, 3]);
        }
    }

    /// <summary>Two nodes, let go only when both are about to record the first versions.</summary>
    private static async Task<(Host.Running, Host.Running)> TogetherAsync(Database database, string folder)
    {
        await using var keeper = await database.HoldAsync(Kept);
        var first = Task.Run(() => Host.NodeAsync(database, folder, owns: true));
        var second = Task.Run(() => Host.NodeAsync(database, folder, owns: false));
        await Until.TrueAsync(async () => await database.WaitingAsync() == 2);
        await keeper.CloseAsync();
        return (await first, await second);
    }

    [Fact]
    public async Task while_the_first_versions_are_held_up_nothing_is_decided_and_all_else_is_served()
    {
        NpgsqlConnection? keeper = null;
        await using var server = await Host.OnNewAsync(
            async (database, folder) =>
            {
                keeper = await database.HoldAsync(Kept);
                return await Host.NodeAsync(database, folder, owns: true);
            }
        );
        await using (keeper)
        {
            var unit = new
            {
                unitCode = "U",
                name = "U",
                kind = "support",
            };
            var refused = await server.Administrator().PostAsync("units", unit);
            refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await server.As(Role.Auditor).GetAsync("units")).Done();
        }
        await server.SequencedAsync();
        (await server.Database.ListAsync<string>(Stored)).ShouldBe(Once);
    }

    [Fact]
    public async Task when_a_server_is_killed_between_the_first_versions_none_is_on_record_and_the_next_start_records_all()
    {
        await using var server = await Host.OnNewAsync(
            async (database, folder) =>
            {
                var last = PolicyStreams.IdOf(PolicyKind.Rules);
                var insert = $"INSERT INTO events.mt_streams (id, type, version) VALUES ('{last}', 'policy', 1)";
                await using (await database.HoldAsync(insert))
                {
                    var killed = OwnProcess.Run(database, folder, new($"http://127.0.0.1:{Programs.FreePort()}"));
                    killed.BeginOutputReadLine();
                    killed.BeginErrorReadLine();
                    await Until.TrueAsync(async () => await database.WaitingAsync() > 0);
                    await Programs.EndAsync(killed);
                    // What it had asked for gives up by itself.
                    await Until.TrueAsync(async () => await database.WaitingAsync() == 0);
                }
                (await database.ListAsync<string>(Stored)).ShouldBeEmpty();
                return await Host.NodeAsync(database, folder, owns: true);
            }
        );
        await server.SequencedAsync();
        (await server.Database.ListAsync<string>(Stored)).ShouldBe(Once);
        (await server.Database.ListAsync<long>(Leaves)).ShouldBe([0, 1, 2, 3]);
        (await server.AlarmsAsync()).ShouldBeEmpty();
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Api.Tests.Ledger;

/// <summary>Every committed event gets one leaf, and what was signed only grows.</summary>
public sealed class SequencerTests(Host host)
{
    private const string Append = """
        WITH s AS (INSERT INTO events.mt_streams (id, type, version, timestamp) VALUES (gen_random_uuid(), 'unit', 1, now()) RETURNING id)
        INSERT INTO events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name)
        SELECT nextval('events.mt_events_sequence'), gen_random_uuid(), s.id, 1, '{0}', 'unit_formed', now(),
               '{"occurredAt":"2020-01-01T00:00:00Z"}', 'somebody' FROM s RETURNING seq_id
        """;

    internal const string Whole = """
        SELECT count(*) = (SELECT count(*) FROM events.mt_events) AND count(*) = max(leaf) + 1 AND min(leaf) = 0
          AND count(*) = (SELECT size FROM ledger.head)
        FROM ledger.leaves
        """;

    [Fact]
    public async Task an_event_is_proved_to_be_in_the_tree_that_the_log_signed()
    {
        var server = await host.RunAsync();
        var proof = (await server.ProofAsync(await server.SequencedAsync()))!.Value;
        var note = SignedNote.TryParse(proof.Text("checkpoint")!)!;
        note.IsSignedBy(server.LogKey().Verifier).ShouldBeTrue();
        var signed = Checkpoint.TryParse(note.Text)!;
        var hashes = proof.GetProperty("proof").EnumerateArray().Select(x => x.GetBytesFromBase64()).ToList();
        MerkleProof
            .Includes(
                proof.GetProperty("leaf").GetInt64(),
                signed.Size,
                proof.GetProperty("leafHash").GetBytesFromBase64(),
                hashes,
                signed.Root.Span
            )
            .ShouldBeTrue();
    }

    [Fact]
    public async Task an_earlier_checkpoint_is_proved_to_be_the_beginning_of_a_later_one()
    {
        var server = await host.RunAsync();
        var auditor = server.As(Role.Auditor);
        await server.SequencedAsync();
        var earlier = await SignedAsync(auditor);
        await server.SequencedAsync();
        var later = await SignedAsync(auditor);
        var answer = (await auditor.GetAsync($"audit/consistency?from={earlier.Size}&to={later.Size}")).Json;
        var proof = answer.GetProperty("proof").EnumerateArray().Select(x => x.GetBytesFromBase64()).ToList();
        MerkleProof.Extends(earlier.Size, earlier.Root.Span, later.Size, later.Root.Span, proof).ShouldBeTrue();
        later.Size.ShouldBeGreaterThan(earlier.Size);

        var beyond = await auditor.GetAsync($"audit/consistency?from=1&to={later.Size + 1_000_000}");
        beyond.Status.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await auditor.GetAsync("audit/proofs/999999999999")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task an_event_that_commits_after_later_ones_gets_its_leaf_behind_them()
    {
        await using var server = await Host.StartAsync();
        await using var late = await server.Database.Application.OpenConnectionAsync();
        await using var transaction = await late.BeginTransactionAsync();
        var seq = await AppendAsync(late, "{}");
        var after = await server.SequencedAsync();
        after.ShouldBeGreaterThan(seq);
        (await server.Database.ListAsync<long>("SELECT from_seq FROM ledger.gaps")).ShouldBe([seq]);
        await transaction.CommitAsync();

        await Until.TrueAsync(async () => await server.ProofAsync(seq) is not null);
        (await LeafAsync(server, seq)).ShouldBe(await LeafAsync(server, after) + 1);
        await Until.TrueAsync(async () => await server.Database.AskAsync<bool>(Whole));
        (await server.Database.AskAsync<long>("SELECT count(*) FROM ledger.gaps")).ShouldBe(0);
    }

    [Fact]
    public async Task a_number_whose_append_was_rolled_back_is_waited_for_no_longer_than_it_could_come()
    {
        await using var server = await Host.StartAsync();
        await using (var lost = await server.Database.Application.OpenConnectionAsync())
        {
            await using var transaction = await lost.BeginTransactionAsync();
            await AppendAsync(lost, "{}");
        }
        await server.SequencedAsync();
        await Until.TrueAsync(async () =>
            await server.Database.AskAsync<long>("SELECT count(*) FROM ledger.gaps") == 0
        );
        (await server.Database.AskAsync<bool>(Whole)).ShouldBeTrue();
    }

    [Fact]
    public async Task an_import_wakes_it()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        using var listener = server.Services.GetRequiredService<CommitSignal>().Listen();
        await server.ImportAsync(Lines.Text(Lines.Formed(Bureau.Name("W"))));
        (await listener.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task a_pass_reads_of_the_record_only_what_its_gaps_ask_for()
    {
        await using var server = await Host.StartAsync();
        await server.ImportAsync(
            Lines.Text([.. Enumerable.Range(0, 600).Select(i => Lines.Formed(Bureau.Name($"G{i}-")))])
        );
        (await ReadAsync("")).ShouldBe(0);
        (await ReadAsync("INSERT INTO ledger.gaps VALUES (7, 9, '0'), (500, 500, '0')")).ShouldBe(4);

        // Events that the statement came across, kept or not.
        async Task<double> ReadAsync(string before)
        {
            await using var connection = await server.Database.Owner.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var gaps = new NpgsqlCommand("DELETE FROM ledger.gaps; " + before, connection);
            await gaps.ExecuteNonQueryAsync();
            await using var explain = new NpgsqlCommand(
                $"EXPLAIN (ANALYZE, FORMAT JSON) {SequencerPass.Late}",
                connection
            );
            using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
            return Nodes(plan.RootElement[0].GetProperty("Plan"))
                .Where(x => x.TryGetProperty("Relation Name", out var name) && name.ValueEquals("mt_events"))
                .Sum(x =>
                    x.GetProperty("Actual Loops").GetDouble()
                    * (Number(x, "Actual Rows") + Number(x, "Rows Removed by Filter"))
                );
        }
        static double Number(JsonElement node, string name) =>
            node.TryGetProperty(name, out var number) ? number.GetDouble() : 0;
        static IEnumerable<JsonElement> Nodes(JsonElement node) =>
            node.TryGetProperty("Plans", out var below)
                ? below.EnumerateArray().SelectMany(Nodes).Prepend(node)
                : [node];
    }

    [Theory]
    [InlineData(8, 20, 100)]
    [InlineData(9, 20, 710)]
    [InlineData(4000, 200, 350)]
    [InlineData(8192, 3000, 100)]
    public void under_load_it_rests_the_longer_the_quicker_a_pass_is_and_never_less_than_when_idle(
        long taken,
        int took,
        int rest
    ) => Sequencer.Rest(taken, TimeSpan.FromMilliseconds(took)).ShouldBe(TimeSpan.FromMilliseconds(rest));

    [Fact]
    public async Task when_two_nodes_take_posts_at_once_there_is_one_ledger_with_each_event_once()
    {
        await using var first = await Host.StartAsync();
        await using var second = await Host.BesideAsync(first);
        await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).UnitAsync()))
        );
        await Until.TrueAsync(async () => await first.Database.AskAsync<bool>(Whole));
        (await first.Database.AskAsync<long>("SELECT count(*) FROM ledger.leaves")).ShouldBeGreaterThanOrEqualTo(60);
        (await first.AlarmsAsync()).Concat(await second.AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task full_tiles_hold_the_leaves_and_the_head_is_their_root()
    {
        await using var server = await Host.StartAsync();
        var lines = Enumerable.Range(0, 600).Select(i => Lines.Formed(Bureau.Name($"T{i}-")));
        await server.ImportAsync(Lines.Text([.. lines]));
        await Until.TrueAsync(async () => await server.Database.AskAsync<bool>(Whole));
        var leaves = await server.Database.ListAsync<byte[]>("SELECT hash FROM ledger.leaves ORDER BY leaf");
        var tiles = await server.Database.ListAsync<byte[]>(
            "SELECT hashes FROM ledger.tiles WHERE level = 0 ORDER BY tile"
        );
        tiles.Count.ShouldBe(leaves.Count / 256);
        tiles.SelectMany(x => x).ShouldBe(leaves.Take(tiles.Count * 256).SelectMany(x => x));
        var root = await server.Database.AskAsync<byte[]>("SELECT root FROM ledger.head");
        root.ShouldBe(MerkleTree.RootOf([.. leaves.SelectMany(x => x)]));
    }

    [Theory]
    [InlineData("{}", "notAuthentic", true)]
    [InlineData("""{"a":1.5}""", "notCanonical", false)]
    public async Task an_event_that_the_journal_did_not_write_is_an_alarm_and_stops_no_other(
        string data,
        string alarm,
        bool hasLeaf
    )
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        await using (var somebody = await server.Database.Owner.OpenConnectionAsync())
            await AppendAsync(somebody, data);
        var seq = await server.Database.AskAsync<long>("SELECT max(seq_id) FROM events.mt_events");
        await server.SequencedAsync();
        (await server.AlarmsAsync()).ShouldBe([alarm]);
        (await server.ProofAsync(seq) is not null).ShouldBe(hasLeaf);
    }

    [Fact]
    public async Task a_ledger_that_was_emptied_is_not_begun_again()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        await server.Database.ExecuteAsync(
            "TRUNCATE ledger.leaves, ledger.tiles, ledger.batches, ledger.checkpoints, ledger.gaps; "
                + "UPDATE ledger.head SET size = 0, root = sha256(''), watermark = 0, checkpoint = NULL"
        );
        await server.UnitAsync();
        await Until.TrueAsync(async () => (await server.AlarmsAsync()).Contains("rolledBack"));
        (await server.Database.AskAsync<long>("SELECT count(*) FROM ledger.leaves")).ShouldBe(0);
        var answer = await server.As(Role.Auditor).GetAsync("audit/checkpoint");
        answer.Status.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task a_ledger_with_another_leaf_than_the_one_that_was_signed_is_not_continued()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        await server.SequencedAsync();
        await server.Database.ExecuteAsync(
            "UPDATE ledger.leaves SET hash = sha256('other') WHERE leaf = 0; "
                + "UPDATE ledger.head SET root = sha256('other')"
        );
        await server.UnitAsync();
        await Until.TrueAsync(async () => (await server.AlarmsAsync()).Contains("forked"));
    }

    [Fact]
    public async Task when_the_file_of_what_was_signed_is_gone_nothing_is_signed()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        File.Delete(Path.Combine(server.Folder, ".wellbeing", "secrets", "log.key.state"));
        await using var restarted = await Host.BesideAsync(server);
        await Until.TrueAsync(async () => (await restarted.AlarmsAsync()).Contains("signedStateMissing"));
    }

    private static async Task<Checkpoint> SignedAsync(Client auditor) =>
        Checkpoint.TryParse(
            SignedNote.TryParse((await auditor.GetAsync("audit/checkpoint")).Json.Text("checkpoint")!)!.Text
        )!;

    private static async Task<long> AppendAsync(NpgsqlConnection connection, string data)
    {
        await using var command = new NpgsqlCommand(Append.Replace("{0}", data, StringComparison.Ordinal), connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Task<long> LeafAsync(Host.Running server, long seq) =>
        server.Database.AskAsync<long>("SELECT leaf FROM ledger.leaves WHERE seq_id = $1", seq);
}

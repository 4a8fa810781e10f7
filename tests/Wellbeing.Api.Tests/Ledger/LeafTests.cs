using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Domain.Ledger;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Ledger;

/// <summary>A leaf covers the event as the database has it, in every column.</summary>
public sealed class LeafTests(Host host)
{
    [Fact]
    public async Task every_column_of_the_events_is_covered_or_may_hold_one_value_only()
    {
        var server = await host.RunAsync();
        var columns = await server.Database.ListAsync<string>(
            """
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = 'events.mt_events'::regclass AND attnum > 0 AND NOT attisdropped
            """
        );
        LedgerEvent.Covered.Concat(LedgerEvent.Fixed).ShouldBe(columns, ignoreOrder: true);
    }

    [Fact]
    public async Task the_journals_code_is_right_for_what_the_database_returns()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await server.ImportAsync(Lines.Text(CareLines.Held(Bureau.Name("n"), officer.Badge)));
        var key = server.Services.GetRequiredService<Authenticity>().Key;
        var (leaf, hash, read) = (new EventLeaf(), new byte[MerkleTree.HashSize], 0);
        await using var command = server.Database.Application.CreateCommand(
            $"SELECT {LedgerRows.Columns} FROM events.mt_events AS e"
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = LedgerRows.Read(reader);
            row.Fixed.ShouldBeTrue();
            leaf.Hash(row.Event, hash, key.Hash).ShouldBeTrue();
            leaf.Hash(row.Event with { UserName = "somebody" }, hash, key.Hash).ShouldBeFalse();
            leaf.Hash(row.Event with { Version = row.Event.Version + 1 }, hash, key.Hash).ShouldBeFalse();
            leaf.Hash(row.Event with { SeqId = row.Event.SeqId + 1 }, hash, key.Hash).ShouldBeTrue();
            leaf.Hash(Nested(row.Event), hash, key.Hash).ShouldBeFalse();
            leaf.Hash(row.Event with { Headers = null }, hash, key.Hash).ShouldBeFalse();
            read++;
        }
        read.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task an_event_without_headers_has_a_leaf_without_them_as_the_other_implementation_has()
    {
        await using var server = await Host.StartAsync();
        await server.OfficerAsync();
        await server.SequencedAsync();
        await server.Database.ExecuteAsync("UPDATE events.mt_events SET headers = NULL");
        var (leaf, tree) = (new EventLeaf(), new MerkleFrontier());
        await using var command = server.Database.Application.CreateCommand(
            $"SELECT {LedgerRows.Columns} FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id) ORDER BY l.leaf"
        );
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var stored = LedgerRows.Read(reader).Event;
                stored.Headers.ShouldBeNull();
                tree.Append(MerkleTree.HashLeaf(leaf.Leaf(stored)));
            }
        }
        var export = Path.Combine(server.Folder, "events.ndjson");
        await File.WriteAllLinesAsync(export, await server.Database.ListAsync<string>(Export));
        (await PythonAsync("root", export)).ShouldBe($"{tree.Size} {Convert.ToBase64String(tree.Root())}\n");
    }

    [Fact]
    public async Task another_implementation_has_the_same_root_over_an_export_of_the_events()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await server.ImportAsync(
            Lines.Text([.. Enumerable.Range(0, 300).Select(i => Lines.Formed(Bureau.Name($"P{i}-")))])
        );
        await server.TalkAsync(officer);
        await server.SequencedAsync();
        var export = Path.Combine(server.Folder, "events.ndjson");
        await File.WriteAllLinesAsync(export, await server.Database.ListAsync<string>(Export));
        var size = await server.Database.AskAsync<long>("SELECT size FROM ledger.head");
        var root = await server.Database.AskAsync<byte[]>("SELECT root FROM ledger.head");
        (await PythonAsync("root", export)).ShouldBe($"{size} {Convert.ToBase64String(root)}\n");
    }

    /// <summary>Every event as JSON, in the order of its leaves.</summary>
    private const string Export =
        "SELECT to_jsonb(e)::text FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id) ORDER BY l.leaf";

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(
                new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "ledger.py"), .. arguments])
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                }
            )!;
            var output = await python.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw SkipException.ForSkip("python3 is not installed, in which the other implementation is written.");
        }
    }

    /// <summary>The same code, not where it belongs but one level below.</summary>
    private static LedgerEvent Nested(LedgerEvent stored)
    {
        var headers = JsonNode.Parse(stored.Headers!.Value.Span)!.AsObject();
        headers["mac"] = new JsonObject { ["mac"] = headers["mac"]!.DeepClone() };
        return stored with { Headers = Encoding.UTF8.GetBytes(headers.ToJsonString()) };
    }
}

using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>An event that has a leaf.</summary>
/// <param name="Stored">The event as the ledger reads it.</param>
/// <param name="Leaf">Place of its leaf, from 0.</param>
internal sealed record LeafEvent(LedgerEvent Stored, long Leaf)
{
    private readonly JsonElement _headers = JsonElement.Parse(Stored.Headers!.Value.Span);

    /// <summary>The role in which it was done, where that is on record.</summary>
    public string? Role => _headers.TryGetProperty("role", out var role) ? role.GetString() : null;

    public EventType Type => Catalogue.Named(Stored.Type)!;

    /// <summary>The event as the domain reads it.</summary>
    public RecordedEvent Recorded =>
        RecordedEvents.Of(
            Type,
            Stored.Id,
            Stored.StreamId!.Value,
            Stored.Version,
            Stored.Data.Span,
            DateTimeOffset.UnixEpoch.AddMicroseconds(Stored.Timestamp),
            Stored.UserName!,
            _headers.GetProperty(RecordedEvents.OccurredAt).GetString()!
        );
}

/// <summary>Reads events with their leaves, and proves that these are in a tree.</summary>
internal static class DossierEvents
{
    /// <summary>What <see cref="ReadAsync" /> reads; a WHERE follows.</summary>
    public const string Select = $"""
        SELECT {LedgerRows.Columns}, l.leaf FROM events.mt_events AS e LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id
        """;

    // So many proofs take a few tiles each: more would be read at once than need be held.
    private const int AtOnce = 100;

    /// <summary>The events; one that has no leaf yet has the leaf −1.</summary>
    public static async Task<List<LeafEvent>> ReadAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var reader = await command.ExecuteReaderAsync(stop);
        var events = new List<LeafEvent>();
        while (await reader.ReadAsync(stop))
            events.Add(new LeafEvent(LedgerRows.Read(reader).Event, reader.IsDBNull(14) ? -1 : reader.GetInt64(14)));
        return events;
    }

    /// <summary>
    /// The tree to prove events in: the latest that a witness cosigned, where it reaches as far, else the latest signed one;
    /// null where neither does.
    /// </summary>
    /// <param name="connection">Where to read it.</param>
    /// <param name="leaf">The last leaf to prove.</param>
    /// <param name="cosigned">Whether a tree that is signed only will not do as long as there are cosigned ones.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<SignedTree?> TreeAsync(
        NpgsqlConnection connection,
        long leaf,
        bool cosigned,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(LedgerCheckpoints.Latest, connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        var signed = reader.IsDBNull(0) ? null : SignedTree.Of(reader.GetString(0));
        var witnessed = reader.IsDBNull(1) ? null : SignedTree.Of(reader.GetString(1));
        if (witnessed is not null && Reaches(witnessed) && witnessed.Checkpoint.Origin == signed?.Checkpoint.Origin)
            return witnessed;
        return signed is not null && Reaches(signed) && !(cosigned && witnessed is not null) ? signed : null;

        bool Reaches(SignedTree tree) => tree.Checkpoint.Size > leaf;
    }

    /// <summary>The events as a file holds them: one a line, each with its leaf and its proof.</summary>
    public static async Task<byte[]> WriteAsync(
        NpgsqlConnection connection,
        IEnumerable<LeafEvent> events,
        long size,
        CancellationToken stop
    )
    {
        var into = new CanonicalBuffer(64 * 1024);
        into.Write((byte)'[');
        foreach (var some in events.Chunk(AtOnce))
        {
            var plans = some.Select(x => MerklePlan.Inclusion(x.Leaf, size)).ToList();
            var nodes = await LedgerNodes.ReadAsync(connection, size, plans.SelectMany(x => x.Nodes), stop);
            foreach (var (proved, plan) in some.Zip(plans))
            {
                into.Write(into.Count == 1 ? "\n"u8 : ",\n"u8);
                WriteEvent(into, "{"u8, proved.Stored);
                Write(into, $",\"leaf\":{proved.Leaf},\"proof\":");
                into.Write(JsonSerializer.SerializeToUtf8Bytes(plan.ProofFrom(nodes), CareJson.Options));
                Write(into, $",\"seq\":{proved.Stored.SeqId}}}");
            }
        }
        into.Write("\n]\n"u8);
        return into.Written.ToArray();
    }

    /// <summary>One event with its proof and the checkpoint that it ends in.</summary>
    public static async Task<byte[]> WriteAsync(
        NpgsqlConnection connection,
        LeafEvent proved,
        SignedTree tree,
        CancellationToken stop
    )
    {
        var into = new CanonicalBuffer();
        var plan = MerklePlan.Inclusion(proved.Leaf, tree.Checkpoint.Size);
        var nodes = await LedgerNodes.ReadAsync(connection, tree.Checkpoint.Size, plan.Nodes, stop);
        into.Write("{\"checkpoint\":"u8);
        CanonicalJson.WriteText(tree.Note, into);
        WriteEvent(into, ","u8, proved.Stored);
        Write(into, $",\"leaf\":{proved.Leaf},\"proof\":");
        into.Write(JsonSerializer.SerializeToUtf8Bytes(plan.ProofFrom(nodes), CareJson.Options));
        Write(into, $",\"seq\":{proved.Stored.SeqId}}}\n");
        return into.Written.ToArray();
    }

    /// <summary>One event whose proof is yet to come, and where it will be had.</summary>
    public static byte[] WritePending(LedgerEvent stored)
    {
        var into = new CanonicalBuffer();
        WriteEvent(into, "{"u8, stored);
        Write(into, $",\"pending\":\"GET /api/v1/audit/proofs/{stored.SeqId}\",\"seq\":{stored.SeqId}}}\n");
        return into.Written.ToArray();
    }

    private static void WriteEvent(CanonicalBuffer into, ReadOnlySpan<byte> before, LedgerEvent stored)
    {
        into.Write(before);
        into.Write("\"event\":"u8);
        // Its first byte is the form's number, which no JSON holds.
        into.Write(new EventLeaf().Leaf(stored)[1..]);
    }

    private static void Write(CanonicalBuffer into, FormattableString ascii) =>
        into.Write(System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant(ascii)));
}

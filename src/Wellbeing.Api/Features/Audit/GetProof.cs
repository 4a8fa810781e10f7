using System.Globalization;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Audit;

/// <summary>The proof that an event is in the ledger that the latest checkpoint vouches for.</summary>
internal static class GetProof
{
    private const string Leaf = "SELECT leaf, hash FROM ledger.leaves WHERE seq_id = $1";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit/proofs/{seq}", AnswerAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.Read, "getInclusionProof", "That an event is in the ledger (RFC 6962, 2.1.1).")
                {
                    Answer = typeof(InclusionProof),
                }
            );

    private static async Task<IResult> AnswerAsync(HttpContext context, string seq, NpgsqlDataSource database)
    {
        if (!long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Problems.Of(context, StatusCodes.Status404NotFound, "not-found");
        var stop = context.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand(Leaf, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = number } },
        };
        long leaf;
        byte[] hash;
        await using (var reader = await command.ExecuteReaderAsync(stop))
        {
            if (!await reader.ReadAsync(stop))
                return Problems.Of(context, StatusCodes.Status404NotFound, "not-found");
            (leaf, hash) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        }
        if (new Query(context).Refusal() is { } refusal)
            return refusal;
        return await SignedTree.LatestAsync(connection, stop) is { } signed && leaf < signed.Checkpoint.Size
            ? Results.Json(await ProveAsync(connection, number, leaf, hash, signed, stop), CareJson.Options)
            : Problems.Of(context, StatusCodes.Status404NotFound, "not-found");
    }

    private static async Task<InclusionProof> ProveAsync(
        NpgsqlConnection connection,
        long seq,
        long leaf,
        byte[] hash,
        SignedTree signed,
        CancellationToken stop
    )
    {
        var size = signed.Checkpoint.Size;
        var plan = MerklePlan.Inclusion(leaf, size);
        var nodes = await LedgerNodes.ReadAsync(connection, size, plan.Nodes, stop);
        return new InclusionProof(seq, leaf, size, hash, plan.ProofFrom(nodes), signed.Note);
    }

    /// <summary>A proof of inclusion; hashes are base64.</summary>
    /// <param name="Seq">The event's sequence number.</param>
    /// <param name="Leaf">Place of its leaf, from 0.</param>
    /// <param name="Size">Size of the tree.</param>
    /// <param name="LeafHash">SHA-256 of 0x00 and the leaf.</param>
    /// <param name="Proof">The hashes beside the path to the root, leaf side first.</param>
    /// <param name="Checkpoint">The signed checkpoint of that size.</param>
    internal sealed record InclusionProof(
        long Seq,
        long Leaf,
        long Size,
        byte[] LeafHash,
        IReadOnlyList<byte[]> Proof,
        string Checkpoint
    );
}

using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Audit;

/// <summary>The proof that the ledger of one size begins with the ledger of another.</summary>
internal static class GetConsistency
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit/consistency", AnswerAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.Read, "getConsistencyProof", "That the ledger only grew (RFC 6962, 2.1.2).")
                {
                    Answer = typeof(ConsistencyProof),
                    Query =
                    [
                        new("from", typeof(long), "The smaller size; default 0, the empty tree."),
                        new("to", typeof(long), "The larger one; default that of the latest checkpoint."),
                    ],
                }
            );

    private static async Task<IResult> AnswerAsync(HttpContext context, NpgsqlDataSource database)
    {
        var query = new Query(context);
        var stop = context.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(stop);
        var signed = await SignedTree.LatestAsync(connection, stop);
        var size = signed?.Checkpoint.Size ?? 0;
        var to = query.Size("to", size) ?? size;
        var from = query.Size("from", to) ?? 0;
        if (query.Refusal() is { } refusal)
            return refusal;
        var plan = MerklePlan.Consistency(from, to);
        var nodes = await LedgerNodes.ReadAsync(connection, size, plan.Nodes, stop);
        return Results.Json(new ConsistencyProof(from, to, plan.ProofFrom(nodes), signed?.Note), CareJson.Options);
    }

    /// <summary>A proof of consistency; hashes are base64.</summary>
    /// <param name="From">The smaller size.</param>
    /// <param name="To">The larger size.</param>
    /// <param name="Proof">The hashes; none where the sizes are the same or the smaller one is 0.</param>
    /// <param name="Checkpoint">The latest signed checkpoint.</param>
    internal sealed record ConsistencyProof(long From, long To, IReadOnlyList<byte[]> Proof, string? Checkpoint);
}

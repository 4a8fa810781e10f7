using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Audit;

/// <summary>The ledger's latest checkpoint, and the latest that a witness cosigned.</summary>
internal static class GetCheckpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit/checkpoint", AnswerAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new Operation(Does.Read, "getCheckpoint", "The ledger's signed checkpoint, and its witness's.")
                {
                    Answer = typeof(CheckpointAnswer),
                }
            );

    private static async Task<IResult> AnswerAsync(HttpContext context, NpgsqlDataSource database, LogKey key)
    {
        if (new Query(context).Refusal() is { } refusal)
            return refusal;
        var kept = await LedgerCheckpoints.LatestAsync(database, context.RequestAborted);
        return kept.Signed is { } signed
            ? Results.Json(new CheckpointAnswer(signed, kept.Cosigned, key.Verifier.Text), CareJson.Options)
            : Problems.Of(context, StatusCodes.Status503ServiceUnavailable, "unavailable");
    }
}

/// <summary>What an auditor is given to hold the server to.</summary>
/// <param name="Checkpoint">The latest signed checkpoint: a C2SP signed note (tlog-checkpoint).</param>
/// <param name="Cosigned">The latest that a witness cosigned, which may be of an earlier size; none without a witness.</param>
/// <param name="LogKey">What the server says its key is. Trust the one that you were given apart from it.</param>
internal sealed record CheckpointAnswer(string Checkpoint, string? Cosigned, string LogKey);

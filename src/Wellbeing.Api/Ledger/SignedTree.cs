using Npgsql;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>The tree that the latest checkpoint vouches for.</summary>
internal sealed record SignedTree(Checkpoint Checkpoint, string Note)
{
    /// <summary>Null while nothing was signed yet.</summary>
    public static async Task<SignedTree?> LatestAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT checkpoint FROM ledger.head", connection);
        return await command.ExecuteScalarAsync(stop) is string note ? Of(note) : null;
    }

    /// <summary>The tree that a note vouches for; null where it is no signed checkpoint.</summary>
    public static SignedTree? Of(string note) =>
        SignedNote.TryParse(note) is { } signed && Domain.Ledger.Checkpoint.TryParse(signed.Text) is { } checkpoint
            ? new SignedTree(checkpoint, note)
            : null;
}

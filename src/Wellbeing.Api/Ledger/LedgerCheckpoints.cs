using Npgsql;

namespace Wellbeing.Api.Ledger;

/// <summary>Checkpoints that are kept.</summary>
internal static class LedgerCheckpoints
{
    /// <summary>The latest signed one, and the latest cosigned one.</summary>
    public const string Latest = """
        SELECT checkpoint, (SELECT note FROM ledger.checkpoints WHERE cosigned ORDER BY id DESC LIMIT 1) FROM ledger.head
        """;

    /// <summary>The latest signed one, and the latest cosigned one.</summary>
    public static async Task<(string? Signed, string? Cosigned)> LatestAsync(
        NpgsqlDataSource database,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Latest);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? (reader.IsDBNull(0) ? null : reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1))
            : throw new LedgerDamagedException("The ledger has no head.");
    }
}

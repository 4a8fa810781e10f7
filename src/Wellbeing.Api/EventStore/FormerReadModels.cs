using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Replaces the tables in which versions before 0.3 stored the states of records. Where a database still has them, the snapshots are
/// made once from the events, and the tables are dropped.
/// </summary>
internal static class FormerReadModels
{
    private static readonly string[] Tables = [.. RecordKinds.All.Select(x => $"readmodels.{x.Plural}")];

    private static readonly string Remain =
        $"SELECT bool_or(to_regclass(name) IS NOT NULL) FROM unnest(ARRAY['{string.Join("', '", Tables)}']) AS name";

    private static readonly string Drop = $"DROP TABLE IF EXISTS {string.Join(", ", Tables)}";

    /// <summary>Makes the snapshots and drops the tables, where there are any; broken off, it begins anew the next time.</summary>
    /// <param name="ownerConnection">A connection string of the owner's.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task ReplaceAsync(string ownerConnection, BureauCalendar calendar, CancellationToken stop)
    {
        // A large record takes longer than a statement may otherwise.
        await using var owner = Hosting.Persistence.DataSource(
            new NpgsqlConnectionStringBuilder(ownerConnection) { CommandTimeout = 0 }.ConnectionString
        );
        await using var remain = owner.CreateCommand(Remain);
        if (await remain.ExecuteScalarAsync(stop) is not true)
            return;
        await new Rebuild(owner, calendar).RunAsync(new Progress<long>(), stop);
        await using var drop = owner.CreateCommand(Drop);
        await drop.ExecuteNonQueryAsync(stop);
    }
}

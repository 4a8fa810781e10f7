using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Makes read models of an earlier version anew from the events: where a database has the tables of versions before 0.3, which
/// are then dropped, or where its states are of an earlier form than this version reads.
/// </summary>
internal static class FormerReadModels
{
    private static readonly string[] Tables = [.. RecordKinds.All.Select(x => $"readmodels.{x.Plural}")];

    // It is raised when a state, or a row, is folded otherwise than before: careers and orders came with the second form.
    private const string Form = "form 2";

    private static readonly string Remain = $"""
        SELECT bool_or(to_regclass(name) IS NOT NULL)
            OR obj_description('{Schemas.ReadModels}'::regnamespace, 'pg_namespace') IS DISTINCT FROM '{Form}'
                AND EXISTS (SELECT FROM events.mt_events)
        FROM unnest(ARRAY['{string.Join("', '", Tables)}']) AS name
        """;

    private static readonly string Finish =
        $"DROP TABLE IF EXISTS {string.Join(", ", Tables)}; COMMENT ON SCHEMA {Schemas.ReadModels} IS '{Form}'";

    /// <summary>Makes them anew where they are of an earlier version; broken off, it begins anew the next time.</summary>
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
        if (await remain.ExecuteScalarAsync(stop) is true)
            await new Rebuild(owner, calendar).RunAsync(new Progress<long>(), stop);
        await using var finish = owner.CreateCommand(Finish);
        await finish.ExecuteNonQueryAsync(stop);
    }
}

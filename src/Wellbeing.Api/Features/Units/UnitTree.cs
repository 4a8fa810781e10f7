using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Units;

/// <summary>What is asked of the tree of units.</summary>
internal static class UnitTree
{
    /// <summary>The units below one, itself included.</summary>
    public const string Below = """
        WITH RECURSIVE below (unit_code) AS (
            SELECT unit_code FROM readmodels.mt_doc_unit WHERE unit_code = $1
            UNION
            SELECT u.unit_code FROM readmodels.mt_doc_unit u JOIN below b ON u.parent_code = b.unit_code)
        """;

    /// <summary>A unit and those above it.</summary>
    public const string Above = """
        WITH RECURSIVE above (unit_code, parent_code) AS (
            SELECT unit_code, parent_code FROM readmodels.mt_doc_unit WHERE unit_code = $1
            UNION
            SELECT u.unit_code, u.parent_code FROM readmodels.mt_doc_unit u JOIN above a ON u.unit_code = a.parent_code)
        SELECT unit_code FROM above
        """;

    private const string OpenAbove =
        $"{Above} WHERE NOT EXISTS (SELECT FROM readmodels.mt_doc_unit WHERE unit_code = $1 AND closed)";

    /// <summary>Codes of a unit and of all units above it, from there upwards; none without a code.</summary>
    public static Loading<IReadOnlyList<string>> UnitsAbove(this RecordQuery query, string? code) =>
        query.AskAll<string>(_ => code is null ? null : Statement.Of(Above, SqlParameter.Of(code)));

    /// <summary>The same of the unit that the record's officer is in on the day.</summary>
    public static Loading<IReadOnlyList<string>> ChainOfCommand(this RecordQuery query) =>
        query.AskAll<string>(context => Statement.Of(Above, SqlParameter.Of(context.Record!.UnitOn(context.Day))));

    /// <summary>Which officers serve in a unit and the units below it on the day.</summary>
    public static Loading<IReadOnlyList<Guid>> ServingIn(this RecordQuery query, string code) =>
        query.AskAll<Guid>(context =>
            Statement.Of(
                $"{Below} SELECT DISTINCT p.officer_id FROM readmodels.postings AS p JOIN below USING (unit_code) "
                    + "WHERE p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on > $2) ORDER BY p.officer_id",
                SqlParameter.Of(code),
                SqlParameter.Of(context.Day)
            )
        );

    /// <summary>Whether from the day on nobody is in the unit that is continued, nor below it.</summary>
    public static Loading<bool> IsEmpty(this RecordQuery query) =>
        query.AskOne(
            context =>
                Statement.Of(
                    "SELECT NOT EXISTS (SELECT FROM readmodels.postings WHERE unit_code = $1 "
                        + "AND (until_on IS NULL OR (until_on > $2 AND until_on > from_on))) "
                        + "AND NOT EXISTS (SELECT FROM readmodels.mt_doc_unit WHERE parent_code = $1 AND NOT closed)",
                    SqlParameter.Of(((Unit)context.Record!.State).UnitCode),
                    SqlParameter.Of(context.Day)
                ),
            otherwise: false
        );

    /// <summary>Whether a unit has a record of a kind for a month or quarter.</summary>
    public static Loading<bool> HasRecordOf<TState>(this RecordQuery query, string code, string period)
        where TState : IRecordState =>
        query.AskOne(
            _ =>
                Statement.Of(
                    $"SELECT EXISTS (SELECT FROM {RecordKinds.Of<TState>().Table()} WHERE unit_code = $1 AND period = $2)",
                    SqlParameter.Of(code),
                    SqlParameter.Of(period)
                ),
            otherwise: false
        );

    /// <summary>Codes of a unit and of all units above it, from there upwards; none where the unit is closed.</summary>
    public static async Task<IReadOnlyList<string>> AboveAsync(
        NpgsqlConnection database,
        string code,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(OpenAbove, database) { Parameters = { SqlParameter.Of(code) } };
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.AllAsync<string>(stop);
    }

    /// <summary>Id of the unit with a code, or null.</summary>
    public static async Task<Guid?> IdOfAsync(NpgsqlDataSource database, string code, CancellationToken stop)
    {
        await using var command = database.CreateCommand("SELECT id FROM readmodels.mt_doc_unit WHERE unit_code = $1");
        command.Parameters.Add(SqlParameter.Of(code));
        return (Guid?)await command.ExecuteScalarAsync(stop);
    }
}

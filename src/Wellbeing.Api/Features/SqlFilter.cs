using System.Text;
using Npgsql;
using Wellbeing.Api.Features.Units;

namespace Wellbeing.Api.Features;

/// <summary>A WHERE clause as it grows, with the values that it mentions.</summary>
/// <param name="beside">Conditions elsewhere in the same statement, whose values these follow.</param>
internal sealed class SqlFilter(SqlFilter? beside = null)
{
    private readonly StringBuilder _sql = new("TRUE");

    public List<NpgsqlParameter> Parameters { get; } = beside?.Parameters ?? [];

    /// <summary>Takes in a value; answers the placeholder that stands for it.</summary>
    public string Add<T>(T value)
    {
        Parameters.Add(SqlParameter.Of(value));
        return $"${Parameters.Count}";
    }

    public void And(string condition) => _sql.Append("\n  AND ").Append(condition);

    /// <summary>A condition with <c>{0}</c> for its value; nothing is asked where there is none.</summary>
    public void AndIf(string condition, object? value)
    {
        if (value is null)
            return;
        Parameters.Add(new NpgsqlParameter { Value = value });
        And(condition.Replace("{0}", $"${Parameters.Count}", StringComparison.Ordinal));
    }

    /// <summary>Within a unit and the units below it; nothing is asked where there is no such unit.</summary>
    public void AndWithin(string? unitCode, string column = "unit_code")
    {
        if (unitCode is not null)
            And($"{column} IN ({UnitTree.Below.Replace("$1", Add(unitCode))} SELECT unit_code FROM below)");
    }

    /// <summary>Within the units that the caller reaches.</summary>
    public void AndWithin(AccessScope reach)
    {
        if (reach.UnitCodes is { } codes)
            And($"unit_code = ANY ({Add(codes.ToArray())})");
    }

    /// <summary>About officers whom the caller reaches; the statement names their rows <c>o</c>.</summary>
    /// <param name="reach">Whom the caller reaches.</param>
    /// <param name="or">A condition under which a record is within reach besides.</param>
    public void AndOfficerWithin(AccessScope reach, string or = "false")
    {
        // As subqueries they are hashed, whatever plan is kept; an array would be searched for each row.
        if (reach.UnitCodes is { } codes)
            And(
                $"(o.unit_code IN (SELECT unnest({Add(codes.ToArray())})) "
                    + $"OR o.id IN (SELECT unnest({Add(reach.OfficerIds.ToArray())})) OR {or})"
            );
    }

    /// <summary>The same about care: a record that is not to be processed is shown to the officer and to auditors alone.</summary>
    public void AndCareWithin(AccessScope reach, string or = "false")
    {
        AndOfficerWithin(reach, or);
        if (!reach.IsEverything)
            And($"(o.restricted IS NOT TRUE OR o.id = {Add(reach.Own ?? Guid.Empty)})");
    }

    public NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        Parameters.ForEach(x => command.Parameters.Add(x));
        return command;
    }

    public override string ToString() => _sql.ToString();
}

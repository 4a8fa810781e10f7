using Npgsql;

namespace Wellbeing.Api.Features.Audit;

/// <summary>Conditions of a query, only those asked for: each set of them is a statement with a plan of its own.</summary>
internal sealed class Filter
{
    private readonly List<string> _conditions = [];
    private readonly List<NpgsqlParameter> _parameters = [];

    /// <summary>Adds a condition, with <c>{0}</c> for the value's parameter; nothing where no value is asked for.</summary>
    public void And(string condition, object? value)
    {
        if (value is not null)
            _conditions.Add(condition.Replace("{0}", Parameter(value), StringComparison.Ordinal));
    }

    /// <summary>Names a parameter of the statement.</summary>
    public string Parameter(object value)
    {
        _parameters.Add(new NpgsqlParameter { Value = value });
        return $"${_parameters.Count}";
    }

    public void AddTo(NpgsqlCommand command) => command.Parameters.AddRange(_parameters.ToArray());

    public override string ToString() => string.Join(" AND ", _conditions);
}

using Npgsql;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Rules;

/// <summary>Since when the rules are active: as it is set, else the database's first start.</summary>
internal sealed class RuleActivation(NpgsqlDataSource database, RuleSettings settings, TimeProvider clock)
{
    private const string Activate = """
        INSERT INTO rules.activation (active_from) VALUES ($1) ON CONFLICT DO NOTHING
        """;

    private DateTimeOffset? _from = settings.ActiveFrom?.ToUniversalTime();

    public async Task<DateTimeOffset> FromAsync(CancellationToken stop)
    {
        if (_from is { } known)
            return known;
        await using var activate = database.CreateCommand(Activate);
        activate.Parameters.Add(SqlParameter.Of(clock.GetUtcNow().ToUniversalTime()));
        await activate.ExecuteNonQueryAsync(stop);
        await using var command = database.CreateCommand("SELECT active_from FROM rules.activation");
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        _from = reader.GetFieldValue<DateTimeOffset>(0);
        return _from.Value;
    }
}

using Npgsql;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// An import's connections: each is taken for one batch and given back, so that a sender who pauses holds none. A dry run
/// keeps the one of its first batch, in a transaction that is never committed.
/// </summary>
internal sealed class ImportConnections(NpgsqlDataSource database, bool dryRun) : IAsyncDisposable
{
    private PlanningConnection? _kept;
    private NpgsqlTransaction? _transaction;

    public bool DryRun => dryRun;

    /// <summary>The dry run's transaction, once its first batch was looked up.</summary>
    public NpgsqlTransaction? Transaction => _transaction;

    public async ValueTask<ImportConnection> TakeAsync(CancellationToken stop)
    {
        if (!dryRun)
            return new(await PlanningConnection.OpenAsync(database, stop), kept: false);
        if (_transaction is null)
        {
            _kept ??= await PlanningConnection.OpenAsync(database, stop);
            _transaction = await _kept.Value.BeginTransactionAsync(stop);
        }
        return new(_kept!, kept: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        if (_kept is not null)
            await _kept.DisposeAsync();
        (_transaction, _kept) = (null, null);
    }
}

/// <summary>A connection for the time of one batch.</summary>
internal readonly struct ImportConnection(PlanningConnection connection, bool kept) : IAsyncDisposable
{
    public NpgsqlConnection Value => connection.Value;

    public ValueTask DisposeAsync() => kept ? default : connection.DisposeAsync();
}

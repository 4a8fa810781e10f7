using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// An inline projection of Marten's to a table across streams: rows that follow from events, stored by one statement for all
/// events of a transaction. It is made anew by the rebuild, whose fold gives it the states before and after each event.
/// </summary>
/// <param name="table">Its table.</param>
/// <param name="name">Its name.</param>
internal abstract class RowProjection<TRow>(string name, RowTable<TRow> table) : ReadModel, IProjection
{
    public override IRowTable Table => table;

    public override string Name => name;

    /// <summary>The rows that follow from an event.</summary>
    protected abstract IEnumerable<TRow> RowsOf(FoldStep step);

    /// <summary>Identity of a row among those of a transaction: its primary key, unless that holds the sequence number.</summary>
    protected virtual object Identify(TRow row) => table.Identify!(row);

    /// <summary>The statement that stores rows in the transaction of their events.</summary>
    protected virtual NpgsqlBatchCommand Store(IReadOnlyList<TRow> rows) => table.Upsert(rows);

    public sealed override ReadModelRows NewRows() => Collect();

    public sealed override void Configure(StoreOptions options, BureauCalendar calendar)
    {
        options.Projections.Add(this, ProjectionLifecycle.Inline, name);
        options.Storage.ExtendedSchemaObjects.Add(table.Schema());
    }

    /// <exception cref="InvalidOperationException">An event was not folded before, as in a rebuild of the daemon's.</exception>
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var collected = Collect();
        foreach (var appended in events)
        {
            collected.Add(
                appended is IFoldedEvent folded
                    ? folded.Step
                    : throw new InvalidOperationException($"Projection {name} is rebuilt by the command 'rebuild'.")
            );
        }
        if (collected.Rows is { Count: > 0 } rows)
            operations.QueueOperation(new RowsOperation(Store(rows)));
        return Task.CompletedTask;
    }

    private ReadModelRows<TRow> Collect() => new(table, Identify, RowsOf);
}

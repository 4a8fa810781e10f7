using Marten;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>A table whose rows follow from events, by one function live, in a rebuild and in a verification.</summary>
internal abstract class ReadModel
{
    public abstract IRowTable Table { get; }

    /// <summary>The projection's name, as <c>projections list</c> has it.</summary>
    public abstract string Name { get; }

    /// <summary>Registers the projection, its table and its indexes with Marten.</summary>
    public abstract void Configure(StoreOptions options, BureauCalendar calendar);

    /// <summary>An empty set of rows.</summary>
    public abstract ReadModelRows NewRows();
}

/// <summary>The rows of one read model that follow from some events.</summary>
internal abstract class ReadModelRows
{
    public abstract IRowTable Table { get; }

    /// <summary>Takes in what follows from one event.</summary>
    public abstract void Add(FoldStep step);

    /// <summary>Makes the digests of all rows, one after the other, and hands out the table of each.</summary>
    public abstract void Digest(RowDigest digest, Action<IRowTable> digested);

    /// <summary>Inserts or replaces them all in a schema; null where there are none.</summary>
    public abstract NpgsqlBatchCommand? Upsert(string schema);

    /// <summary>Writes them to a table of a schema that holds none of them.</summary>
    public abstract Task CopyAsync(NpgsqlConnection connection, string schema, CancellationToken stop);
}

/// <summary>The same with the rows' type: of several rows with one identity the last stays.</summary>
/// <param name="table">Their table.</param>
/// <param name="identify">Identity of a row: a later row with the same identity replaces it.</param>
/// <param name="rowsOf">The rows that follow from an event.</param>
internal sealed class ReadModelRows<TRow>(
    RowTable<TRow> table,
    Func<TRow, object> identify,
    Func<FoldStep, IEnumerable<TRow>> rowsOf
) : ReadModelRows
{
    private readonly Dictionary<object, TRow> _rows = [];

    public override IRowTable Table => table;

    public IReadOnlyList<TRow> Rows => [.. _rows.Values];

    public override void Add(FoldStep step)
    {
        foreach (var row in rowsOf(step))
            _rows[identify(row)] = row;
    }

    public override void Digest(RowDigest digest, Action<IRowTable> digested)
    {
        foreach (var row in _rows.Values)
        {
            table.Digest(row, digest);
            digested(table);
        }
    }

    public override NpgsqlBatchCommand? Upsert(string schema) => _rows.Count == 0 ? null : table.Upsert(Rows, schema);

    public override Task CopyAsync(NpgsqlConnection connection, string schema, CancellationToken stop) =>
        table.CopyAsync(connection, _rows.Values, schema, stop);
}

using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>Rows that are to be written to one table.</summary>
internal interface IRowSet
{
    IRowTable Table { get; }

    /// <summary>Makes the prints of all rows, one after the other, and hands out each.</summary>
    void Print(RowPrint print, Action<IRowTable> printed);

    /// <summary>Inserts or replaces them all; null where there are none.</summary>
    NpgsqlBatchCommand? Upsert(string? schema = null);

    /// <summary>Writes them to a table that holds none of them.</summary>
    Task CopyAsync(NpgsqlConnection connection, string schema, CancellationToken stop);
}

/// <summary>Records' states that are to be written to one table.</summary>
internal interface ISnapshotRows : IRowSet
{
    void Keep(object state, Recorded last);
}

/// <summary>Rows of one table by their key: of several with one key the last stays.</summary>
internal class RowSet<TKey, TRow>(RowTable<TRow> table) : IRowSet
    where TKey : notnull
{
    private readonly Dictionary<TKey, TRow> _rows = [];

    public IRowTable Table => table;

    public TRow this[TKey key]
    {
        set => _rows[key] = value;
    }

    public void Print(RowPrint print, Action<IRowTable> printed)
    {
        foreach (var row in _rows.Values)
        {
            table.Print(row, print);
            printed(Table);
        }
    }

    public NpgsqlBatchCommand? Upsert(string? schema = null) =>
        _rows.Count == 0 ? null : table.Upsert([.. _rows.Values], schema);

    public Task CopyAsync(NpgsqlConnection connection, string schema, CancellationToken stop) =>
        table.CopyAsync(connection, _rows.Values, schema, stop);
}

using System.Linq.Expressions;
using System.Reflection;
using Npgsql;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Wellbeing.Api.EventStore;

/// <summary>A table whose rows can be compared, whatever they hold.</summary>
internal interface IRowTable
{
    string Name { get; }

    /// <summary>All its rows, as <see cref="Digest" /> reads them.</summary>
    string Query { get; }

    /// <summary>All its rows as they are stored, in the order of their keys.</summary>
    string InOrder(string within);

    /// <summary>Makes the digest of a stored row; the same as that of the row it was written from.</summary>
    void Digest(NpgsqlDataReader stored, RowDigest digest);
}

/// <summary>
/// A table described once, by the record of a row: its DDL, its insert of many rows by one statement, and its binary COPY all
/// follow from the record's properties. A property <c>DueAt</c> is the column <c>due_at</c>; one that may be null is a column
/// that may be NULL.
/// </summary>
internal sealed class RowTable<TRow> : IRowTable
{
    private readonly string _schema;
    private readonly string _table;
    private readonly string[] _key;
    private readonly IReadOnlyList<Column<TRow>> _keyFirst;
    private readonly List<Action<Table>> _indexes = [];
    private readonly string _upsert;

    /// <param name="schema">Its schema.</param>
    /// <param name="table">Its name there.</param>
    /// <param name="key">Its primary key: a property, or an anonymous object of several.</param>
    public RowTable(string schema, string table, Expression<Func<TRow, object>> key)
        : this(
            schema,
            table,
            [.. KeyOf(key).Select(Column.NameOf)],
            [.. typeof(TRow).GetProperties().Select(x => Column.Of<TRow, TRow>(x, Column.NameOf(x), row => row))]
        ) => Identify = key.Compile();

    /// <param name="schema">Its schema.</param>
    /// <param name="table">Its name there.</param>
    /// <param name="key">Names of the columns of its primary key.</param>
    /// <param name="columns">Its columns.</param>
    public RowTable(string schema, string table, string[] key, IReadOnlyList<Column<TRow>> columns)
    {
        (_schema, _table, _key, Columns) = (schema, table, key, columns);
        _keyFirst = [.. columns.OrderBy(x => Array.IndexOf(key, x.Name) is >= 0 and var place ? place : key.Length)];
        Name = $"{schema}.{table}";
        var names = Names(columns);
        InsertSql = $"INSERT INTO {Name} ({names}) SELECT * FROM unnest({Numbered(columns.Count)})";
        var replaced = columns.Select(x => x.Name).Except(key, StringComparer.Ordinal);
        _upsert =
            $"{InsertSql} ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET "
            + string.Join(", ", replaced.Select(x => $"{x} = excluded.{x}"));
    }

    public string Name { get; }

    public IReadOnlyList<Column<TRow>> Columns { get; }

    /// <summary>Value of a row's primary key; null where the table was described by columns.</summary>
    public Func<TRow, object>? Identify { get; }

    /// <summary>The statement of <see cref="Insert" />, to which a caller may add what comes after its FROM item.</summary>
    public string InsertSql { get; }

    public string Query => $"SELECT {Names(_keyFirst)} FROM {Name}";

    public string InOrder(string within) => $"SELECT * FROM {within}.{_table} ORDER BY {string.Join(", ", _key)}";

    /// <summary>Makes the digest of a row.</summary>
    public void Digest(TRow row, RowDigest digest)
    {
        digest.Begin(_key.Length);
        foreach (var column in _keyFirst)
            column.Digest(row, digest);
    }

    public void Digest(NpgsqlDataReader stored, RowDigest digest)
    {
        digest.Begin(_key.Length);
        for (var place = 0; place < _keyFirst.Count; place++)
            _keyFirst[place].Digest(stored, place, digest);
    }

    public RowTable<TRow> Index(string index, params string[] over)
    {
        _indexes.Add(table => table.Indexes.Add(new IndexDefinition(index) { Columns = over }));
        return this;
    }

    /// <summary>An index that refuses a second row; its name tells which conflict that is.</summary>
    public RowTable<TRow> Unique(string index, params string[] over)
    {
        _indexes.Add(table => table.Indexes.Add(new IndexDefinition(index) { Columns = over, IsUnique = true }));
        return this;
    }

    /// <summary>An index over an expression, which is made elsewhere: migrations leave it alone.</summary>
    public RowTable<TRow> LeaveAlone(string index)
    {
        _indexes.Add(table => table.IgnoredIndexes.Add(index));
        return this;
    }

    /// <summary>Inserts rows; a key that is there already fails the transaction.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows) => Command(InsertSql, rows);

    /// <summary>Inserts rows, or replaces those with the same key; no key may be named twice.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="schema">Another schema with the same table.</param>
    public NpgsqlBatchCommand Upsert(IReadOnlyList<TRow> rows, string? schema = null) =>
        Command(
            schema is null
                ? _upsert
                : _upsert.Replace($"INTO {Name} ", $"INTO {schema}.{_table} ", StringComparison.Ordinal),
            rows
        );

    /// <summary>A statement of the caller's over the rows' arrays <c>$1 … $n</c>, in the order of the columns.</summary>
    public NpgsqlBatchCommand Command(string sql, IReadOnlyList<TRow> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in Columns)
            command.Parameters.Add(column.ToArray(rows));
        return command;
    }

    /// <summary>Writes rows by COPY; a key that is there already fails the transaction.</summary>
    public async Task CopyAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<TRow> rows,
        string within,
        CancellationToken stop
    )
    {
        if (rows.Count == 0)
            return;
        await using var importer = await connection.BeginBinaryImportAsync(
            $"COPY {within}.{_table} ({Names(Columns)}) FROM STDIN (FORMAT BINARY)",
            stop
        );
        foreach (var row in rows)
        {
            await importer.StartRowAsync(stop);
            foreach (var column in Columns)
                await column.CopyAsync(importer, row, stop);
        }
        await importer.CompleteAsync(stop);
    }

    /// <summary>The table as migrations know it.</summary>
    public Table Schema()
    {
        var table = new Table(new PostgresqlObjectName(_schema, _table, SchemaUtils.IdentifierUsage.General));
        foreach (var column in Columns)
        {
            var added = table.AddColumn(column.Name, column.Type);
            if (_key.Contains(column.Name, StringComparer.Ordinal))
                added.AsPrimaryKey();
            else if (!column.MayBeNull)
                added.NotNull();
        }
        foreach (var index in _indexes)
            index(table);
        return table;
    }

    private static string Names(IEnumerable<Column<TRow>> columns) => string.Join(", ", columns.Select(x => x.Name));

    private static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(x => $"${x}"));

    private static IEnumerable<PropertyInfo> KeyOf(Expression<Func<TRow, object>> key) =>
        (key.Body is NewExpression several ? several.Arguments : [key.Body]).Select(Column.MemberOf);
}

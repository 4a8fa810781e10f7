using System.Text;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace Wellbeing.Api.Journal;

/// <summary>A column of a table that the journal writes.</summary>
internal abstract class Column<TRow>(string name, string type)
{
    public string Name { get; } = name;

    /// <summary>Its type in DDL.</summary>
    public string Type { get; } = type;

    /// <summary>All rows' values as one array parameter.</summary>
    public abstract NpgsqlParameter ToArray(IReadOnlyList<TRow> rows);

    public abstract Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken stop);

    /// <summary>Adds a row's value to a print.</summary>
    public abstract void Print(TRow row, RowPrint print);

    /// <summary>Adds a stored value in the same way.</summary>
    public abstract void Print(NpgsqlDataReader stored, int place, RowPrint print);
}

internal sealed class Column<TRow, TValue>(string name, NpgsqlDbType dbType, string type, Func<TRow, TValue> get)
    : Column<TRow>(name, type)
{
    public override NpgsqlParameter ToArray(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = get(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | dbType };
    }

    public override Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken stop) =>
        get(row) is { } value ? importer.WriteAsync(value, dbType, stop) : importer.WriteNullAsync(stop);

    public override void Print(TRow row, RowPrint print) => print.Add(get(row));

    public override void Print(NpgsqlDataReader stored, int place, RowPrint print)
    {
        if (stored.IsDBNull(place))
            print.AddNothing();
        else
            print.Add(stored.GetFieldValue<TValue>(place));
    }
}

/// <summary>A column of JSON, whose spelling is the database's: it is compared by its content.</summary>
internal sealed class JsonColumn<TRow>(string name, Func<TRow, byte[]> get) : Column<TRow>(name, "jsonb")
{
    public override NpgsqlParameter ToArray(IReadOnlyList<TRow> rows) =>
        new NpgsqlParameter<byte[][]>
        {
            TypedValue = [.. rows.Select(get)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
        };

    public override Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken stop) =>
        importer.WriteAsync(get(row), NpgsqlDbType.Jsonb, stop);

    public override void Print(TRow row, RowPrint print) => print.AddJson(get(row));

    public override void Print(NpgsqlDataReader stored, int place, RowPrint print) =>
        print.AddJson(stored.GetFieldValue<byte[]>(place));
}

/// <summary>A table whose rows can be compared, whatever they hold.</summary>
internal interface IRowTable
{
    string Name { get; }

    /// <summary>All its rows, as <see cref="Print" /> reads them.</summary>
    string Query { get; }

    /// <summary>All its rows as they are stored, in the order of their keys.</summary>
    string InOrder(string within);

    void Print(NpgsqlDataReader stored, RowPrint print);
}

/// <summary>
/// A table described once: its DDL, its insert of many rows by one statement, and its binary COPY all follow from its
/// columns.
/// </summary>
internal sealed class RowTable<TRow>(string schema, string name, string[] key, params Column<TRow>[] columns)
    : IRowTable
{
    private readonly Column<TRow>[] _keyFirst =
    [
        .. columns.OrderBy(x => Array.IndexOf(key, x.Name) is >= 0 and var place ? place : key.Length),
    ];

    private readonly List<Action<Table>> _indexes = [];
    private readonly string _upsert = UpsertOf($"{schema}.{name}", key, columns);

    public string Name { get; } = $"{schema}.{name}";

    public IReadOnlyList<Column<TRow>> Columns { get; } = columns;

    /// <summary>The statement of <see cref="Insert" />, to which a caller may add what comes after its FROM item.</summary>
    public string InsertSql { get; } = InsertOf($"{schema}.{name}", columns);

    public string Query => $"SELECT {Names(_keyFirst)} FROM {Name}";

    public string InOrder(string within) => $"SELECT * FROM {within}.{name} ORDER BY {string.Join(", ", key)}";

    /// <summary>Makes the print of a row.</summary>
    public void Print(TRow row, RowPrint print)
    {
        print.Begin(key.Length);
        foreach (var column in _keyFirst)
            column.Print(row, print);
    }

    /// <summary>Makes the print of a stored row; the same as that of the row it was written from.</summary>
    public void Print(NpgsqlDataReader stored, RowPrint print)
    {
        print.Begin(key.Length);
        for (var place = 0; place < _keyFirst.Length; place++)
            _keyFirst[place].Print(stored, place, print);
    }

    public RowTable<TRow> Index(string index, string predicate, bool unique, params string[] over)
    {
        _indexes.Add(table =>
            table.Indexes.Add(
                new IndexDefinition(index)
                {
                    Columns = over,
                    IsUnique = unique,
                    Predicate = predicate.Length == 0 ? null : predicate,
                }
            )
        );
        return this;
    }

    public RowTable<TRow> Index(string index, params string[] over) => Index(index, "", unique: false, over);

    /// <summary>An index over an expression, which is made elsewhere: migrations leave it alone.</summary>
    public RowTable<TRow> LeaveAlone(string index)
    {
        _indexes.Add(table => table.IgnoredIndexes.Add(index));
        return this;
    }

    /// <summary>Inserts rows; a key that is there already fails the transaction.</summary>
    public NpgsqlBatchCommand Insert(IReadOnlyList<TRow> rows, string? schema = null) =>
        Command(In(schema, InsertSql), rows);

    /// <summary>Inserts rows, or replaces those with the same key; no key may be named twice.</summary>
    public NpgsqlBatchCommand Upsert(IReadOnlyList<TRow> rows, string? schema = null) =>
        Command(In(schema, _upsert), rows);

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
            $"COPY {within}.{name} ({Names(Columns)}) FROM STDIN (FORMAT BINARY)",
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

    public Table Schema()
    {
        var table = new Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
        foreach (var column in Columns)
        {
            var optional = column.Type.EndsWith('?');
            var added = table.AddColumn(column.Name, column.Type.TrimEnd('?'));
            if (key.Contains(column.Name, StringComparer.Ordinal))
                added.AsPrimaryKey();
            else if (!optional)
                added.NotNull();
        }
        foreach (var index in _indexes)
            index(table);
        return table;
    }

    // The same table of another schema.
    private string In(string? other, string sql) =>
        other is null ? sql : sql.Replace($"INTO {Name} ", $"INTO {other}.{name} ", StringComparison.Ordinal);

    private static string Names(IEnumerable<Column<TRow>> columns) => string.Join(", ", columns.Select(x => x.Name));

    private static string InsertOf(string table, Column<TRow>[] columns) =>
        $"INSERT INTO {table} ({Names(columns)}) SELECT * FROM unnest("
        + string.Join(", ", columns.Select((_, i) => $"${i + 1}"))
        + ")";

    private static string UpsertOf(string table, string[] key, Column<TRow>[] columns)
    {
        var sql = new StringBuilder(InsertOf(table, columns));
        sql.Append(" ON CONFLICT (").AppendJoin(", ", key).Append(") DO UPDATE SET ");
        sql.AppendJoin(
            ", ",
            columns
                .Where(x => !key.Contains(x.Name, StringComparer.Ordinal))
                .Select(x => $"{x.Name} = excluded.{x.Name}")
        );
        return sql.ToString();
    }
}

using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using NpgsqlTypes;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>A kind's snapshots as they are stored: the state's JSON, and beside it what they are looked for by.</summary>
internal abstract class SnapshotTable
{
    /// <summary>The state as JSON.</summary>
    public const string Data = "data";

    /// <summary>The version of the stream that it is the state of.</summary>
    public const string Version = "mt_version";

    /// <summary>Whose states it holds.</summary>
    public abstract StreamKind Kind { get; }

    /// <summary>Rows that a fold keeps for it.</summary>
    public abstract ISnapshotRows Rows();

    /// <summary>Registers the projection, its table and its indexes.</summary>
    public abstract void Configure(StoreOptions options, BureauCalendar calendar);
}

/// <summary>The same of a kind whose state a class holds.</summary>
internal sealed class SnapshotTable<TState> : SnapshotTable
    where TState : RecordState, IRecordState<TState>
{
    private readonly List<(PropertyInfo Member, string Column)> _duplicated;
    private readonly List<(string[] Columns, string? Where, string? Unique)> _indexes = [];
    private readonly List<string> _leftAlone = [];
    private readonly RecordKind _kind = RecordKinds.Of<TState>();
    private readonly RowTable<StateRow<TState>> _table;

    /// <param name="duplicated">Members of the state that are columns of their own.</param>
    public SnapshotTable(params Expression<Func<TState, object?>>[] duplicated)
    {
        _duplicated = [.. duplicated.Append(x => x.OccurredAt).Select(MemberOf).Select(x => (x, ColumnOf(x)))];
        _table = new RowTable<StateRow<TState>>(
            Tables.ReadModels,
            $"mt_doc_{_kind.Word}",
            ["id"],
            [
                Tables.Of<StateRow<TState>, Guid>("id", NpgsqlDbType.Uuid, "uuid", x => x.Id),
                new JsonColumn<StateRow<TState>>(Data, x => x.Json),
                Tables.Of<StateRow<TState>, long>(Version, NpgsqlDbType.Bigint, "bigint", x => x.Version),
                .. _duplicated.Select(x => ColumnOf(x.Member, x.Column)),
            ]
        );
    }

    public SnapshotTable<TState> Index(params string[] columns) => IndexWhere(null, columns);

    /// <summary>An index over the rows that a condition holds for.</summary>
    public SnapshotTable<TState> IndexWhere(string? where, params string[] columns)
    {
        _indexes.Add((columns, where, null));
        return this;
    }

    /// <summary>An index that refuses a second row; its name tells which conflict that is.</summary>
    public SnapshotTable<TState> Unique(string name, string? where, params string[] columns)
    {
        _indexes.Add((columns, where, name));
        return this;
    }

    /// <summary>An index over an expression, which is made elsewhere: migrations leave it alone.</summary>
    public SnapshotTable<TState> LeaveAlone(string index)
    {
        _leftAlone.Add(index);
        return this;
    }

    public override StreamKind Kind => _kind.Stream;

    public override ISnapshotRows Rows() => new SnapshotRows(_table);

    public override void Configure(StoreOptions options, BureauCalendar calendar)
    {
        options.Projections.Add(new RecordSnapshot<TState>(calendar), ProjectionLifecycle.Inline);
        options.Schema.For<TState>().DatabaseSchemaName(Tables.ReadModels).DocumentAlias(_kind.Word);
        options.Policies.ForAllDocuments(mapping =>
        {
            if (mapping.DocumentType == typeof(TState))
                Configure(mapping);
        });
    }

    private void Configure(DocumentMapping mapping)
    {
        mapping.Metadata.LastModified.Enabled = false;
        mapping.Metadata.DotNetType.Enabled = false;
        foreach (var (member, column) in _duplicated)
            mapping.DuplicateField([member], member.PropertyType == typeof(string) ? "text" : null, column);
        foreach (var index in _leftAlone)
            mapping.IgnoreIndex(index);
        foreach (var (columns, where, unique) in _indexes)
            mapping.Indexes.Add(
                new DocumentIndex(mapping, columns)
                {
                    Name = unique ?? $"mt_doc_{_kind.Word}_idx_{NameOf(columns)}",
                    IsUnique = unique is not null,
                    Predicate = where,
                }
            );
    }

    // PostgreSQL cuts a name after 63 bytes.
    private static string NameOf(string[] columns) =>
        string.Join('_', columns) is { Length: < 36 } name ? name : $"{columns[0]}_{columns.Length}";

    private sealed class SnapshotRows(RowTable<StateRow<TState>> table)
        : RowSet<Guid, StateRow<TState>>(table),
            ISnapshotRows
    {
        public void Keep(object state, Recorded last) =>
            this[last.StreamId] = new StateRow<TState>(
                last.StreamId,
                last.Version,
                (TState)state,
                JsonSerializer.SerializeToUtf8Bytes((TState)state, CareJson.Options)
            );
    }

    private static PropertyInfo MemberOf(Expression<Func<TState, object?>> expression) =>
        (PropertyInfo)
            (
                (MemberExpression)(expression.Body is UnaryExpression converted ? converted.Operand : expression.Body)
            ).Member;

    // A choice is stored as its word: KindWord is the column kind. Words of SQL get another one.
    private static string ColumnOf(PropertyInfo member)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(
            member.Name.EndsWith("Word", StringComparison.Ordinal) ? member.Name[..^4] : member.Name
        );
        return name is "from" or "to" ? $"{name}_on" : name;
    }

    private static Column<StateRow<TState>> ColumnOf(PropertyInfo member, string column) =>
        (Column<StateRow<TState>>)
            typeof(SnapshotTable<TState>)
                .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(member.PropertyType)
                .Invoke(null, [member, column])!;

    private static Column<StateRow<TState>> Typed<TValue>(PropertyInfo member, string column)
    {
        var get = member.GetMethod!.CreateDelegate<Func<TState, TValue>>();
        var type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        var (stored, name) =
            type == typeof(string) ? (NpgsqlDbType.Text, "text?")
            : type == typeof(Guid) ? (NpgsqlDbType.Uuid, "uuid?")
            : type == typeof(bool) ? (NpgsqlDbType.Boolean, "boolean?")
            : type == typeof(int) ? (NpgsqlDbType.Integer, "integer?")
            : type == typeof(DateOnly) ? (NpgsqlDbType.Date, "date?")
            : (NpgsqlDbType.TimestampTz, "timestamptz?");
        return Tables.Of<StateRow<TState>, TValue>(column, stored, name, x => get(x.State));
    }
}

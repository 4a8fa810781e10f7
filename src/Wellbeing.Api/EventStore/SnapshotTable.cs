using System.ComponentModel.DataAnnotations.Schema;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using JasperFx.Events.Projections;
using Marten;
using Marten.Schema;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>A kind's snapshots as they are stored: the state's JSON, and beside it what they are looked for by.</summary>
internal abstract class SnapshotTable : ReadModel
{
    /// <summary>The state as JSON.</summary>
    public const string Data = "data";

    /// <summary>The version of the stream that it is the state of.</summary>
    public const string Version = "mt_version";
}

/// <summary>A stream's state after its last event, as it is stored.</summary>
internal sealed record StateRow<TState>(
    Guid Id,
    [property: Column(TypeName = "jsonb")] byte[] Data,
    long Version,
    TState State
);

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
        _duplicated =
        [
            .. duplicated.Append(x => x.OccurredAt).Select(x => Column.MemberOf(x.Body)).Select(x => (x, ColumnOf(x))),
        ];
        _table = new RowTable<StateRow<TState>>(
            Schemas.ReadModels,
            $"mt_doc_{_kind.Word}",
            ["id"],
            [
                OfRow(nameof(StateRow<>.Id), "id"),
                OfRow(nameof(StateRow<>.Data), Data),
                OfRow(nameof(StateRow<>.Version), Version),
                .. _duplicated.Select(x => Column.Of<StateRow<TState>, TState>(x.Member, x.Column, row => row.State)),
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

    public override IRowTable Table => _table;

    public override string Name => _kind.Word;

    public override ReadModelRows NewRows() => new ReadModelRows<StateRow<TState>>(_table, x => x.Id, RowsOf);

    public override void Configure(StoreOptions options, BureauCalendar calendar)
    {
        options.Projections.Add(new RecordSnapshot<TState>(calendar), ProjectionLifecycle.Inline);
        options.Schema.For<TState>().DatabaseSchemaName(Schemas.ReadModels).DocumentAlias(_kind.Word);
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

    private static IEnumerable<StateRow<TState>> RowsOf(FoldStep step) =>
        step.After is TState state
            ?
            [
                new(
                    step.Event.StreamId,
                    JsonSerializer.SerializeToUtf8Bytes(state, CareJson.Options),
                    step.Event.Version,
                    state
                ),
            ]
            : [];

    private static Column<StateRow<TState>> OfRow(string property, string column) =>
        Column.Of<StateRow<TState>, StateRow<TState>>(
            typeof(StateRow<TState>).GetProperty(property)!,
            column,
            row => row
        );

    // A choice is stored as its word: KindWord is the column kind. Words of SQL get another one.
    private static string ColumnOf(PropertyInfo member)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(
            member.Name.EndsWith("Word", StringComparison.Ordinal) ? member.Name[..^4] : member.Name
        );
        return name is "from" or "to" ? $"{name}_on" : name;
    }
}

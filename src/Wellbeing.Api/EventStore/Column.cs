using System.ComponentModel.DataAnnotations.Schema;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>A column of a <see cref="RowTable{TRow}" />.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Its type in DDL.</param>
internal abstract class Column<TRow>(string name, string type)
{
    public string Name { get; } = name;

    /// <summary>Its type in DDL.</summary>
    public string Type { get; } = type;

    public bool MayBeNull { get; init; }

    /// <summary>All rows' values as one array parameter.</summary>
    public abstract NpgsqlParameter ToArray(IReadOnlyList<TRow> rows);

    public abstract Task CopyAsync(NpgsqlBinaryImporter importer, TRow row, CancellationToken stop);

    /// <summary>Adds a row's value to a digest.</summary>
    public abstract void Digest(TRow row, RowDigest digest);

    /// <summary>Adds a stored value in the same way.</summary>
    public abstract void Digest(NpgsqlDataReader stored, int place, RowDigest digest);
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

    public override void Digest(TRow row, RowDigest digest)
    {
        // JSON whose spelling is the database's is compared by its content.
        if (dbType == NpgsqlDbType.Jsonb)
            digest.AddJson((byte[])(object)get(row)!);
        else
            digest.Add(get(row));
    }

    public override void Digest(NpgsqlDataReader stored, int place, RowDigest digest)
    {
        if (stored.IsDBNull(place))
            digest.AddNothing();
        else if (dbType == NpgsqlDbType.Jsonb)
            digest.AddJson(stored.GetFieldValue<byte[]>(place));
        else
            digest.Add(stored.GetFieldValue<TValue>(place));
    }
}

/// <summary>Makes columns of properties.</summary>
internal static class Column
{
    /// <summary>The property that an expression names.</summary>
    public static PropertyInfo MemberOf(Expression expression) =>
        (PropertyInfo)
            (
                (MemberExpression)(
                    expression is UnaryExpression { NodeType: ExpressionType.Convert } converted
                        ? converted.Operand
                        : expression
                )
            ).Member;

    /// <summary>The name of a property's column.</summary>
    public static string NameOf(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>A column of what a row holds. An enum is stored as its name, bytes by <see cref="ColumnAttribute" />.</summary>
    /// <param name="property">The property.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="owner">The property's object of a row.</param>
    public static Column<TRow> Of<TRow, TOwner>(PropertyInfo property, string name, Func<TRow, TOwner> owner) =>
        (Column<TRow>)
            typeof(Column)
                .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(typeof(TRow), typeof(TOwner), property.PropertyType)
                .Invoke(null, [property, name, owner])!;

    private static Column<TRow> Typed<TRow, TOwner, TValue>(
        PropertyInfo property,
        string name,
        Func<TRow, TOwner> owner
    )
    {
        var get = property.GetMethod!.CreateDelegate<Func<TOwner, TValue>>();
        var mayBeNull = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        if (typeof(TValue).IsEnum)
            return new Column<TRow, string>(
                name,
                NpgsqlDbType.Text,
                "text",
                row => EnumNames.Of((object)get(owner(row))!)
            );
        var type = Nullable.GetUnderlyingType(typeof(TValue)) ?? typeof(TValue);
        var (dbType, ddl) = property.GetCustomAttribute<ColumnAttribute>()?.TypeName switch
        {
            "json" => (NpgsqlDbType.Json, "json"),
            "jsonb" => (NpgsqlDbType.Jsonb, "jsonb"),
            _ => StoredAs[type],
        };
        return new Column<TRow, TValue>(name, dbType, ddl, row => get(owner(row))) { MayBeNull = mayBeNull };
    }

    private static readonly Dictionary<Type, (NpgsqlDbType, string)> StoredAs = new()
    {
        [typeof(Guid)] = (NpgsqlDbType.Uuid, "uuid"),
        [typeof(string)] = (NpgsqlDbType.Text, "text"),
        [typeof(int)] = (NpgsqlDbType.Integer, "integer"),
        [typeof(long)] = (NpgsqlDbType.Bigint, "bigint"),
        [typeof(bool)] = (NpgsqlDbType.Boolean, "boolean"),
        [typeof(DateOnly)] = (NpgsqlDbType.Date, "date"),
        [typeof(DateTimeOffset)] = (NpgsqlDbType.TimestampTz, "timestamptz"),
        [typeof(byte[])] = (NpgsqlDbType.Bytea, "bytea"),
    };
}

using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wellbeing.Api.Requests;

/// <summary>How a record is read from a JSON object: made once for each type, then reflection is over.</summary>
internal sealed class RequestBinder
{
    private static readonly ConcurrentDictionary<Type, RequestBinder> Plans = new();

    private readonly Func<object?[], ulong, object> _make;

    private RequestBinder(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var set = properties
            .Where(p =>
                p.SetMethod is { IsPublic: true } && !Array.Exists(parameters, parameter => Names(parameter, p))
            )
            .ToArray();
        var nullability = new NullabilityInfoContext();
        Fields =
        [
            .. parameters.Select(p =>
                RequestField.Of(p, Array.Find(properties, property => Names(p, property))!, nullability)
            ),
            .. set.Select(RequestField.Of),
        ];
        // What was given is a set of bits.
        if (Fields.Length > 64)
            throw new NotSupportedException($"{type} has more than 64 fields.");
        _make = Compile(constructor, set);
    }

    public RequestField[] Fields { get; }

    public static RequestBinder Of(Type type) => Plans.GetOrAdd(type, static type => new RequestBinder(type));

    /// <summary>Reads a record; null when anything in it is not valid, and then the errors say what.</summary>
    /// <param name="element">The JSON.</param>
    /// <param name="path">Where it stands in the body.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="besides">Name of a field that may stand beside those of the record and is not read.</param>
    public object? Read(JsonElement element, string path, FieldErrors errors, string? besides = null)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? FieldErrors.Whole : path, "object");
            return null;
        }
        var before = errors.Count;
        var values = new object?[Fields.Length];
        var given = ReadFields(element, path, errors, values, besides);
        for (var at = 0; at < Fields.Length; at++)
        {
            if ((given & (1UL << at)) != 0)
                continue;
            if (Fields[at].Required)
                errors.Add(Join(path, Fields[at].Name), "missing");
            values[at] = Fields[at].Default;
        }
        return errors.Count == before ? _make(values, given) : null;
    }

    private ulong ReadFields(JsonElement element, string path, FieldErrors errors, object?[] values, string? besides)
    {
        ulong seen = 0;
        ulong given = 0;
        var beside = false;
        foreach (var property in element.EnumerateObject())
        {
            var at = Find(property);
            if (at < 0)
            {
                if (besides is not null && Texts.Names(property, besides))
                {
                    if (beside)
                        errors.Add(Join(path, besides), "duplicate");
                    beside = true;
                    continue;
                }
                Reject(property, path, errors);
                continue;
            }
            var field = Fields[at];
            var bit = 1UL << at;
            if ((seen & bit) != 0)
            {
                errors.Add(Join(path, field.Name), "duplicate");
                continue;
            }
            seen |= bit;
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            given |= bit;
            values[at] = field.Read(property.Value, Join(path, field.Name), errors);
        }
        return given;
    }

    private int Find(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Contains((byte)'\\'))
        {
            var name = Texts.Of(property);
            return Array.FindIndex(Fields, field => field.Name == name);
        }
        for (var at = 0; at < Fields.Length; at++)
        {
            if (raw.SequenceEqual(Fields[at].Utf8Name))
                return at;
        }
        return -1;
    }

    private static void Reject(JsonProperty property, string path, FieldErrors errors)
    {
        if (Texts.Of(property) is { } name)
            errors.Add(Join(path, name), "unknown");
        else
            errors.Add(path.Length == 0 ? FieldErrors.Whole : path, "bad-name");
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool Names(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase);

    // An init property that was not given keeps what its initialiser says.
    private static Func<object?[], ulong, object> Compile(ConstructorInfo constructor, PropertyInfo[] set)
    {
        var values = Expression.Parameter(typeof(object?[]));
        var given = Expression.Parameter(typeof(ulong));
        var made = Expression.Variable(constructor.DeclaringType!);
        var parameters = constructor.GetParameters();
        List<Expression> steps =
        [
            Expression.Assign(
                made,
                Expression.New(constructor, parameters.Select((p, at) => Value(at, p.ParameterType)))
            ),
        ];
        steps.AddRange(
            set.Select(
                (property, index) =>
                    Expression.IfThen(
                        Expression.NotEqual(
                            Expression.And(given, Expression.Constant(1UL << (parameters.Length + index))),
                            Expression.Constant(0UL)
                        ),
                        Expression.Assign(
                            Expression.Property(made, property),
                            Value(parameters.Length + index, property.PropertyType)
                        )
                    )
            )
        );
        steps.Add(Expression.Convert(made, typeof(object)));
        return Expression
            .Lambda<Func<object?[], ulong, object>>(Expression.Block([made], steps), values, given)
            .Compile();

        Expression Value(int at, Type type) =>
            Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(at)), type);
    }
}

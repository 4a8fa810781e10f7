using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Wellbeing.Api.Requests;

/// <summary>One field of a request: its name, whether it must be there, its limits.</summary>
internal sealed record RequestField(string Name, Type Type, bool Required, object? Default, Limits Limits)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    public ReadValue Read { get; } = Readers.For(Type, Limits, Required);

    public static RequestField Of(ParameterInfo parameter, PropertyInfo property, NullabilityInfoContext nullability) =>
        new(
            NameOf(property),
            property.PropertyType,
            !parameter.HasDefaultValue && !MayBeNull(property, nullability),
            DefaultOf(parameter),
            Limits.Of([.. parameter.GetCustomAttributes(), .. property.GetCustomAttributes()], property.PropertyType)
        );

    // Whether an initialiser stands behind an init property cannot be seen from outside; `required` can.
    public static RequestField Of(PropertyInfo property) =>
        new(
            NameOf(property),
            property.PropertyType,
            property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)),
            null,
            Limits.Of([.. property.GetCustomAttributes()], property.PropertyType)
        );

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool MayBeNull(PropertyInfo property, NullabilityInfoContext nullability) =>
        nullability.Create(property).WriteState == NullabilityState.Nullable;

    private static object? DefaultOf(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return parameter switch
        {
            { HasDefaultValue: false } => null,
            { DefaultValue: { } value } => type.IsEnum ? Enum.ToObject(type, value) : value,
            _ => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null,
        };
    }
}

/// <summary>How long, how many, how great a value may be; null where nothing is said.</summary>
internal sealed record Limits(int? MinLength, int? MaxLength, decimal? Least, decimal? Most)
{
    public static Limits Of(IReadOnlyList<Attribute> attributes, Type type)
    {
        var range = attributes.OfType<RangeAttribute>().FirstOrDefault();
        return new(
            attributes.OfType<MinLengthAttribute>().FirstOrDefault()?.Length,
            attributes.OfType<MaxLengthAttribute>().FirstOrDefault()?.Length
                ?? (type == typeof(string) ? Texts.DefaultLimit : null),
            range is null ? null : Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture),
            range is null ? null : Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture)
        );
    }
}

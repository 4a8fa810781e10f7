using System.Reflection;

namespace Wellbeing.Domain.Tests.Catalogues;

/// <summary>A field of what is stored.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Property">The property that holds it.</param>
/// <param name="Optional">Whether it may be absent.</param>
internal sealed record EventField(string Name, PropertyInfo Property, bool Optional)
{
    /// <summary>What it holds, whether or not it may be absent.</summary>
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>The fields of an event, in the order in which they are stored.</summary>
    public static IEnumerable<EventField> Of(EventType type) =>
        Of(type.Type)
            .Select(field => field with { Optional = field.Optional && !AlwaysThere(type.Stream, field.Name) });

    /// <summary>The fields of a part of an event.</summary>
    public static IEnumerable<EventField> Of(Type type) =>
        CareJson
            .Options.GetTypeInfo(type)
            .Properties.Select(property => (Json: property, Property: (PropertyInfo)property.AttributeProvider!))
            .Select(x => new EventField(x.Json.Name, x.Property, MayBeNull(x.Property)));

    // The types leave these open because one interface serves all streams; that decisions always set them is a property.
    private static bool AlwaysThere(StreamKind stream, string field) =>
        field == "unitCode" || (field == "officerId" && stream != StreamKind.Commendation);

    private static bool MayBeNull(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
}

using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>Gives the schema of a request the limits that its reader enforces, from the same plan.</summary>
internal static class RequestSchemas
{
    public static void Tighten(Type type, SchemaRepository repository)
    {
        if (
            !repository.TryLookupByType(type, out var reference)
            || !repository.Schemas.TryGetValue(reference.Reference.Id!, out var found)
            || found is not OpenApiSchema { Type: JsonSchemaType.Object, Properties: { } properties } schema
        )
            return;
        schema.AdditionalPropertiesAllowed = false;
        schema.Required = new HashSet<string>();
        foreach (var field in RequestBinder.Of(type).Fields)
        {
            if (field.Required)
                schema.Required.Add(field.Name);
            if (properties.TryGetValue(field.Name, out var property) && property is OpenApiSchema inner)
                Limit(inner, field);
            Tighten(ItemOf(field.Type), repository);
        }
    }

    private static void Limit(OpenApiSchema schema, RequestField field)
    {
        var limits = field.Limits;
        if (field.Type == typeof(string))
        {
            schema.MaxLength = limits.MaxLength;
            schema.MinLength = limits.MinLength ?? (field.Required ? 1 : null);
        }
        else
        {
            schema.MaxItems = limits.MaxLength;
            schema.MinItems = limits.MinLength;
        }
        schema.Minimum = limits.Least?.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = limits.Most?.ToString(CultureInfo.InvariantCulture);
    }

    private static Type ItemOf(Type type) =>
        Nullable.GetUnderlyingType(type) ?? (type.IsGenericType ? type.GetGenericArguments()[0] : type);
}

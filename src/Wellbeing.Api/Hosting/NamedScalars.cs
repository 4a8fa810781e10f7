using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Gives each format of a text or a number a name below <c>components/schemas</c>, such as <c>Uuid</c>, and one with null as
/// <c>UuidOrNull</c>: clients then have a type by that name where each field would otherwise say its format again.
/// </summary>
internal sealed class NamedScalars : IDocumentFilter
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["byte"] = "Base64",
        ["date"] = "Date",
        ["date-time"] = "DateTime",
        ["double"] = "Double",
        ["int32"] = "Int32",
        ["int64"] = "Int64",
        ["uuid"] = "Uuid",
    };

    /// <summary>The name of a format that has one.</summary>
    public static string NameOf(string? format) => Names[format!];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var schema in context.SchemaRepository.Schemas.Values.OfType<OpenApiSchema>().ToList())
            Inside(schema, swaggerDoc, context.SchemaRepository);
        var own = swaggerDoc
            .Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Parameters!);
        foreach (var parameter in own.Concat(swaggerDoc.Components!.Parameters!.Values).OfType<OpenApiParameter>())
            parameter.Schema = Named(parameter.Schema!, swaggerDoc, context.SchemaRepository);
    }

    private static void Inside(OpenApiSchema schema, OpenApiDocument document, SchemaRepository repository)
    {
        foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            schema.Properties![name] = Named(property, document, repository);
        if (schema.Items is { } items)
            schema.Items = Named(items, document, repository);
        if (schema.AdditionalProperties is { } others)
            schema.AdditionalProperties = Named(others, document, repository);
        foreach (var parts in (IList<IOpenApiSchema>?[])[schema.AllOf, schema.AnyOf, schema.OneOf])
            for (var at = 0; at < parts?.Count; at++)
                parts[at] = Named(parts[at], document, repository);
    }

    private static IOpenApiSchema Named(IOpenApiSchema found, OpenApiDocument document, SchemaRepository repository)
    {
        if (found is not OpenApiSchema schema)
            return found;
        if (schema.Format is not { } format || !Names.TryGetValue(format, out var name) || !IsPlain(schema))
        {
            Inside(schema, document, repository);
            return schema;
        }
        if (schema.Type!.Value.HasFlag(JsonSchemaType.Null))
            name += "OrNull";
        repository.Schemas.TryAdd(name, new OpenApiSchema { Type = schema.Type, Format = format });
        var named = new OpenApiSchemaReference(name, document);
        return schema.Description is null
            ? named
            : new OpenApiSchema { Description = schema.Description, AllOf = [named] };
    }

    // Whether it says nothing beyond its type and format; a limit, for example, stays where it is.
    private static bool IsPlain(OpenApiSchema schema) =>
        Text(schema)
        == Text(
            new()
            {
                Type = schema.Type,
                Format = schema.Format,
                Description = schema.Description,
            }
        );

    private static string Text(OpenApiSchema schema)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV3(new OpenApiJsonWriter(text));
        return text.ToString();
    }
}

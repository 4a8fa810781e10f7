using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Features.Records;

namespace Wellbeing.Api.Hosting;

/// <summary>Describes a record that is answered with its links: the fields of both in one object.</summary>
internal sealed class DescribeLinked : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (
            schema is not OpenApiSchema linked
            || !context.Type.IsGenericType
            || context.Type.GetGenericTypeDefinition() != typeof(Linked<>)
        )
            return;
        // Not allOf: a state by itself has no links, and its schema says so.
        var state = (OpenApiSchemaReference)
            context.SchemaGenerator.GenerateSchema(context.Type.GetGenericArguments()[0], context.SchemaRepository);
        var alone = context.SchemaRepository.Schemas[state.Reference.Id!];
        linked.Properties!.Remove("state");
        linked.Required!.Remove("state");
        linked.Properties = alone.Properties!.Concat(linked.Properties).ToDictionary();
        linked.Required.UnionWith(alone.Required!);
    }
}

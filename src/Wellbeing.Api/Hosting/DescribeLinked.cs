using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Features.Records;

namespace Wellbeing.Api.Hosting;

/// <summary>Describes a record that is answered with its links: the record, which then has them.</summary>
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
        var state = (OpenApiSchemaReference)
            context.SchemaGenerator.GenerateSchema(context.Type.GetGenericArguments()[0], context.SchemaRepository);
        var alone = (OpenApiSchema)context.SchemaRepository.Schemas[state.Reference.Id!];
        // A record is described once: in a list it has no links, and by itself always.
        var links = linked.Properties!.Keys.Single(name => name != "state");
        alone.Properties![links] = linked.Properties[links];
        linked.Properties = null;
        linked.AdditionalPropertiesAllowed = true;
        linked.Required = new HashSet<string> { links };
        linked.AllOf = [state];
    }
}

using Microsoft.OpenApi;

namespace Wellbeing.Api.Hosting;

/// <summary>The OpenAPI document at /swagger/v1/swagger.json and its page at /swagger.</summary>
internal static class OpenApi
{
    public const string Scheme = "bearer";

    public static void AddWellbeingOpenApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                "v1",
                new OpenApiInfo
                {
                    Title = "Wellbeing",
                    Version = ProductVersion.Text,
                    Description = "The care record of a police bureau: append-only, replayable, provable.",
                }
            );
            swagger.AddSecurityDefinition(
                Scheme,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "A token; in development `./run token ROLE` prints one.",
                }
            );
            swagger.CustomSchemaIds(SchemaId);
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.OperationFilter<DescribeOperations>();
            swagger.SchemaFilter<DescribeLinked>();
            foreach (var comments in Directory.EnumerateFiles(AppContext.BaseDirectory, "Wellbeing.*.xml"))
                swagger.IncludeXmlComments(comments);
        });
    }

    public static void UseWellbeingOpenApi(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Wellbeing";
            page.SwaggerEndpoint("v1/swagger.json", "Wellbeing v1");
            page.DisplayOperationId();
        });
    }

    /// <summary>Says what an endpoint does, takes and answers.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, Operation operation)
        where TBuilder : IEndpointConventionBuilder
    {
        var answer = operation is { Does: Does.List, Answer: { } item }
            ? typeof(PageOf<>).MakeGenericType(item)
            : operation.Answer;
        var status = operation.Does == Does.Create ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return endpoint.WithMetadata(
            operation,
            new ProducesResponseTypeMetadata(status, answer ?? typeof(void), [.. operation.Types])
        );
    }

    // Use cases call their bodies alike: the class around such a type tells them apart.
    private static string SchemaId(Type type)
    {
        var name = type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
                + string.Concat(type.GetGenericArguments().Select(SchemaId))
            : type.Name;
        return type.DeclaringType is { } outer && !type.IsGenericParameter ? SchemaId(outer) + name : name;
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Why a request was refused (RFC 9457).</summary>
/// <param name="Type">Ends in a stable code.</param>
/// <param name="Title">In the reader's language.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">In the reader's language.</param>
/// <param name="Instance">The request's path.</param>
/// <param name="TraceId">Finds the request in the log.</param>
/// <param name="Errors">For bad input: what is wrong with each field.</param>
internal sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string TraceId,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors
);

using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Wellbeing.Api.Hosting;

/// <summary>Who reads the OpenAPI document.</summary>
internal enum OpenApiAccess
{
    /// <summary>Everybody, and there is the page at /swagger.</summary>
    Public,

    /// <summary>Callers with a valid token. There is no page: a browser sends no token when it opens one.</summary>
    Token,

    /// <summary>Nobody.</summary>
    Off,
}

/// <summary>The OpenAPI document at /swagger/v1/swagger.json and its page at /swagger.</summary>
internal static class OpenApi
{
    public const string Scheme = "bearer";

    private const string Path = $"/swagger/{OpenApiFile.Version}/swagger.json";

    private const string About = """
        The care record of a police bureau: append-only, replayable, provable.

        - **Token.** Each request carries a bearer token; its roles decide what it may do, and its unit or badge how far that
          reaches. What lies outside that reach is answered like what does not exist.
        - **Writing.** Each `POST` of a fact appends events and answers a receipt. The same `Idempotency-Key` with the same
          body gives the first answer again, for as long as it is kept. `If-Match` with the `ETag` that was read refuses a
          change of what has changed meanwhile (412).
        - **Reading.** A read sees every write answered before it. Lists come in pages: `next` is the `cursor` of the page
          after. `If-None-Match` is answered with 304 while nothing has changed.
        - **Refusals** are problem details (RFC 9457). The last part of `type` is a stable code; each operation lists the
          codes that it refuses with. `title` and `detail` are for people, in the language of `Accept-Language`.
        - **Days** are the bureau's; times are ISO 8601 with an offset.
        """;

    public static void AddWellbeingOpenApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                OpenApiFile.Version,
                new OpenApiInfo
                {
                    Title = "Wellbeing",
                    Version = ProductVersion.Text,
                    Description = About,
                    License = new OpenApiLicense
                    {
                        Name = "Apache License 2.0",
                        Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0"),
                    },
                }
            );
            // Wherever the document was read.
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "This server" });
            swagger.TagActionsBy(api => [Tags.Of(api.RelativePath!)]);
            swagger.OrderActionsBy(api => api.RelativePath);
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
            swagger.DocumentFilter<Tags>();
            swagger.DocumentFilter<NamedScalars>();
            swagger.SchemaFilter<DescribeLinked>();
            foreach (var comments in Directory.EnumerateFiles(AppContext.BaseDirectory, "Wellbeing.*.xml"))
                swagger.IncludeXmlComments(comments);
        });
        builder.Services.AddSingleton<OpenApiFile>();
    }

    public static void UseWellbeingOpenApi(this WebApplication app)
    {
        var access = AccessOf(app);
        if (access == OpenApiAccess.Off)
            return;
        var document = app.MapGet(Path, (HttpContext http, OpenApiFile file) => file.AnswerAsync(http))
            .ExcludeFromDescription();
        if (access == OpenApiAccess.Token)
        {
            document.AllowRoles(Enum.GetValues<Role>());
            return;
        }
        document.AllowAnonymous();
        // A pasted token is not persisted: the browser's storage would keep it for the next person at that machine.
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Wellbeing";
            page.SwaggerEndpoint($"{OpenApiFile.Version}/swagger.json", "Wellbeing v1");
            page.DocExpansion(DocExpansion.None);
            page.DefaultModelsExpandDepth(0);
            page.EnableFilter();
            page.EnableDeepLinking();
            page.DisplayOperationId();
            page.DisplayRequestDuration();
        });
    }

    private static OpenApiAccess AccessOf(WebApplication app) =>
        app.Configuration["OpenApi:Access"] is not { Length: > 0 } access
            ? app.Environment.IsDevelopment()
                ? OpenApiAccess.Public
                : OpenApiAccess.Token
            : Enum.GetNames<OpenApiAccess>().Contains(access, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse<OpenApiAccess>(access, ignoreCase: true)
                : throw new InvalidOperationException($"OpenApi:Access: {access} is none of public, token and off.");

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

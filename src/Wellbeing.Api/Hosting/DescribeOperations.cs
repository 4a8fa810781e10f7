using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>Writes into the document what follows from an endpoint's <see cref="Operation"/> and its roles.</summary>
internal sealed partial class DescribeOperations : IOperationFilter
{
    private static readonly string[] Common =
    [
        "401 unauthenticated",
        "403 forbidden",
        "405 method-not-allowed",
        "406 not-acceptable",
        "408 request-timeout",
        "413 body-too-large",
        "414 uri-too-long",
        "415 unsupported-media-type",
        "429 too-many-requests",
        "431 headers-too-large",
        "503 unavailable",
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var refusals = new List<string>(Common);
        operation.Parameters ??= [];
        operation.Responses ??= [];
        var meant = metadata.OfType<Operation>().LastOrDefault();
        AddPath(operation, meant, context);
        if (metadata.OfType<RoleRequirement>().LastOrDefault() is { } requirement)
            AddRoles(operation, requirement, context.Document);
        if (meant is { } described)
        {
            operation.OperationId = described.Id;
            operation.Summary = described.Summary;
            operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(context)) };
            AddRequest(operation, described, context);
            foreach (var query in described.Query)
                Add(
                    operation,
                    ParameterLocation.Query,
                    query.Name,
                    query.Description,
                    Schema(query, context),
                    query.Required
                );
            if (metadata.OfType<CountsAs>().Any() || described.Types.Any(Formats.IsFile))
                refusals.Add($"429 {ConcurrencyLimits.Code}");
            refusals.AddRange(Manners.Of(described, operation, context));
            if (described.Lines.Count > 0)
                AddLines(operation, described, context);
            AddFiles(operation);
        }
        Add(operation, ParameterLocation.Header, "Accept-Language", "zh-CN or en: the language of texts.", Text());
        foreach (var status in refusals.Select(r => r.Split(' ')).GroupBy(r => r[0], r => r[1]))
            operation.Responses[status.Key] = Refusal(status.Key, [.. status.Distinct()], context);
    }

    public static void Add(
        OpenApiOperation operation,
        ParameterLocation place,
        string name,
        string text,
        IOpenApiSchema schema,
        bool required = false
    ) =>
        operation.Parameters!.Add(
            new OpenApiParameter
            {
                Name = name,
                In = place,
                Description = text,
                Required = required || place == ParameterLocation.Path,
                Schema = schema,
            }
        );

    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static IOpenApiSchema Schema(Type type, OperationFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

    private static IOpenApiSchema Schema(QueryParameter query, OperationFilterContext context) =>
        query.Or is { } other ? new OpenApiSchema { AnyOf = [Schema(query.Type, context), Schema(other, context)] }
        : query.Type != typeof(string) ? Schema(query.Type, context)
        : new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = query.MaxLength,
            Pattern = query.Pattern,
            Enum = [.. query.Words.Select(word => JsonValue.Create(word))],
        };

    private static OpenApiSchema OneOf(IReadOnlyList<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => JsonValue.Create(word))] };

    // A handler that takes the whole context still has the path's parameters.
    private static void AddPath(OpenApiOperation operation, Operation? described, OperationFilterContext context)
    {
        foreach (Match match in PathParameter().Matches(context.ApiDescription.RelativePath ?? ""))
        {
            var name = match.Groups["name"].Value;
            if (!operation.Parameters!.Any(parameter => parameter.Name == name))
                Add(
                    operation,
                    ParameterLocation.Path,
                    name,
                    "",
                    name == Formats.Suffix ? OneOf(described?.Suffixes ?? []) : Text()
                );
        }
    }

    private static void AddRoles(OpenApiOperation operation, RoleRequirement requirement, OpenApiDocument document)
    {
        operation.Description = $"Roles: {string.Join(", ", requirement.Roles.Select(Caller.NameOf))}.";
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(OpenApi.Scheme, document)] = [] }];
    }

    private static void AddRequest(OpenApiOperation operation, Operation described, OperationFilterContext context)
    {
        if (described.Requests.Count == 0)
            return;
        var schemas = described.Requests.Select(type => Schema(type, context)).ToList();
        var body = new OpenApiMediaType
        {
            Schema = schemas.Count == 1 ? schemas[0] : new OpenApiSchema { OneOf = schemas },
        };
        if (described.Examples.Count == 1)
            body.Example = JsonNode.Parse(described.Examples[0]);
        else if (described.Examples.Count > 1)
            body.Examples = described
                .Examples.Zip(described.Requests)
                .ToDictionary(
                    x => JsonNamingPolicy.CamelCase.ConvertName(x.Second.DeclaringType!.Name),
                    IOpenApiExample (x) => new OpenApiExample { Value = JsonNode.Parse(x.First) }
                );
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = described.Requests.All(type => Array.Exists(Plan.Of(type).Fields, field => field.Required)),
            Content = new Dictionary<string, IOpenApiMediaType> { [described.RequestType] = body },
        };
        foreach (var type in described.Requests)
            RequestSchemas.Tighten(type, context.SchemaRepository);
    }

    private static void AddLines(OpenApiOperation operation, Operation described, OperationFilterContext context)
    {
        var forms = described.Lines.Select(line => Schema(line, context)).ToList();
        foreach (var content in operation.Responses!["200"].Content!.Values.OfType<OpenApiMediaType>())
            content.Schema = new OpenApiSchema { OneOf = [content.Schema!, .. forms] };
    }

    // A file has not the schema of what it is a file of.
    private static void AddFiles(OpenApiOperation operation)
    {
        if (!operation.Responses!.TryGetValue("200", out var answer) || answer.Content is null)
            return;
        foreach (var format in (ReadOnlySpan<Format>)[Format.Csv, Format.Xlsx, Format.Html])
        {
            if (answer.Content.TryGetValue(Formats.TypeOf(format), out var found) && found is OpenApiMediaType content)
                content.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = format == Format.Xlsx ? "binary" : null,
                };
        }
    }

    private static OpenApiResponse Refusal(string status, IReadOnlyList<string> codes, OperationFilterContext context)
    {
        var body = new OpenApiMediaType
        {
            Schema = Schema(typeof(ProblemDocument), context),
            Examples = codes.ToDictionary(code => code, IOpenApiExample (code) => Example(status, code)),
        };
        return new OpenApiResponse
        {
            Description =
                string.Join("; ", codes.Select(code => $"`{code}`: {Wording.English.Text($"problems.{code}.title")}"))
                + (Oversized.Statuses.Contains(status) ? ". Beyond twice the limit it comes without a body." : ""),
            Content = new Dictionary<string, IOpenApiMediaType> { [Problems.ContentType] = body },
        };
    }

    private static OpenApiExample Example(string status, string code) =>
        new OpenApiExample
        {
            Value = new JsonObject
            {
                ["type"] = Problems.TypeBase + code,
                ["title"] = Wording.English.Text($"problems.{code}.title"),
                ["status"] = int.Parse(status, CultureInfo.InvariantCulture),
                ["detail"] = Wording.English.Text($"problems.{code}.detail"),
                ["instance"] = "/api/v1/…",
                ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
            },
        };

    private static string TagOf(OperationFilterContext context) =>
        context.ApiDescription.RelativePath!.Split('/').Skip(2).FirstOrDefault("service").Split('.')[0];

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>Writes into the document what follows from an endpoint's <see cref="Operation"/> and its roles.</summary>
internal sealed partial class DescribeOperations : IOperationFilter
{
    private static readonly string[] Common =
    [
        "400 host-not-served",
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
            refusals.AddRange(OpenApiConventions.Of(described, operation, context));
            if (described.Lines.Count > 0)
                AddLines(operation, described, context);
            AddFiles(operation);
            ShareAnswer(operation, described, context.Document);
        }
        Share(
            operation,
            context,
            ParameterLocation.Header,
            "Accept-Language",
            "zh-CN or en: the language of texts.",
            Text()
        );
        foreach (var status in refusals.Select(r => r.Split(' ')).GroupBy(r => r[0], r => r[1]))
            operation.Responses[status.Key] = Refusal(status.Key, [.. status.Distinct()], context);
        var answers = operation.Responses.OrderBy(x => x.Key, StringComparer.Ordinal).ToList();
        operation.Responses.Clear();
        foreach (var (status, answer) in answers)
            operation.Responses.Add(status, answer);
    }

    public static void Add(
        OpenApiOperation operation,
        ParameterLocation place,
        string name,
        string text,
        IOpenApiSchema schema,
        bool required = false
    ) => operation.Parameters!.Add(Parameter(place, name, text, schema, required));

    /// <summary>Adds a parameter that is the same in every operation that has it.</summary>
    public static void Share(
        OpenApiOperation operation,
        OperationFilterContext context,
        ParameterLocation place,
        string name,
        string text,
        IOpenApiSchema schema
    ) =>
        operation.Parameters!.Add(
            SharedParts.Parameter(context.Document, name, () => Parameter(place, name, text, schema, required: false))
        );

    private static OpenApiParameter Parameter(
        ParameterLocation place,
        string name,
        string text,
        IOpenApiSchema schema,
        bool required
    ) =>
        new()
        {
            Name = name,
            In = place,
            Description = text,
            Required = required || place == ParameterLocation.Path,
            Schema = schema,
        };

    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static IOpenApiSchema Schema(Type type, OperationFilterContext context) =>
        context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository);

    private static IOpenApiSchema Schema(QueryParameter query, OperationFilterContext context) =>
        query.Or is { } other ? Either(query.Type, other, context)
        : query.Type != typeof(string) ? Schema(query.Type, context)
        : new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = query.MaxLength,
            Pattern = query.Pattern,
            Enum = [.. query.Words.Select(word => JsonValue.Create(word))],
        };

    // A text in one of two forms, such as a day or a time. It has a name and says that it is a text: clients that know no
    // alternatives would make an empty class of it in each operation.
    private static OpenApiSchemaReference Either(Type one, Type other, OperationFilterContext context)
    {
        var forms = new[] { one, other }.Select(type => Schema(type, context)).ToList();
        var name = string.Join("Or", forms.Select(form => NamedScalars.NameOf(form.Format)));
        context.SchemaRepository.Schemas.TryAdd(name, new OpenApiSchema { Type = forms[0].Type, AnyOf = forms });
        return new OpenApiSchemaReference(name, context.Document);
    }

    private static OpenApiSchemaReference Suffix(IReadOnlyList<string> words, OperationFilterContext context)
    {
        var name = string.Join("Or", words.Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
        context.SchemaRepository.Schemas.TryAdd(
            name,
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(word => JsonValue.Create(word))] }
        );
        return new OpenApiSchemaReference(name, context.Document);
    }

    // A handler that takes the whole context still has the path's parameters.
    private static void AddPath(OpenApiOperation operation, Operation? described, OperationFilterContext context)
    {
        foreach (Match match in PathParameter().Matches(context.ApiDescription.RelativePath ?? ""))
        {
            var name = match.Groups["name"].Value;
            var found = operation.Parameters!.FirstOrDefault(parameter => parameter.Name == name);
            var schema =
                found?.Schema ?? (name == Formats.Suffix ? Suffix(described?.Suffixes ?? [], context) : Text());
            if (found is not null)
                operation.Parameters!.Remove(found);
            if (name == "id" && schema.Format == "uuid")
                Share(operation, context, ParameterLocation.Path, name, InPath(name), schema);
            else
                Add(operation, ParameterLocation.Path, name, InPath(name), schema);
        }
    }

    private static string InPath(string name) =>
        name switch
        {
            "id" => "Id of the record.",
            "eventId" => "Id of the event.",
            "code" or "unit" => "Code of the unit.",
            "badge" => "Badge number.",
            "number" => "Number of the part within its record.",
            "seq" => "Sequence number of the event.",
            "kind" => "Kind of the policy.",
            "month" => "Such as 2023-04.",
            "quarter" => "Such as 2023-Q4.",
            Formats.Suffix => "Form of the file.",
            _ => "",
        };

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
            Schema =
                schemas.Count == 1 ? schemas[0]
                : AreExclusive(described.Requests) ? new OpenApiSchema { OneOf = schemas }
                : new OpenApiSchema { AnyOf = schemas },
        };
        // By names, also where there is one: generated clients repeat a nameless one in their comments, line by line.
        if (described.Examples.Count > 0)
            body.Examples = described
                .Examples.Zip(described.Requests)
                .ToDictionary(
                    x => JsonNamingPolicy.CamelCase.ConvertName((x.Second.DeclaringType ?? x.Second).Name),
                    IOpenApiExample (x) => new OpenApiExample { Value = JsonNode.Parse(x.First) }
                );
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = described.Requests.All(type =>
                Array.Exists(RequestBinder.Of(type).Fields, field => field.Required)
            ),
            Content = new Dictionary<string, IOpenApiMediaType> { [described.RequestType] = body },
        };
        foreach (var type in described.Requests)
            RequestSchemas.Tighten(type, context.SchemaRepository);
    }

    // Whether no body is two of them at once: each asks for a field that the other does not know.
    private static bool AreExclusive(IReadOnlyList<Type> requests) =>
        requests.All(one => requests.All(other => one == other || AsksBeyond(one, other)));

    private static bool AsksBeyond(Type one, Type other) =>
        Array.Exists(
            RequestBinder.Of(one).Fields,
            field => field.Required && !Array.Exists(RequestBinder.Of(other).Fields, x => x.Name == field.Name)
        );

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

    // What many operations answer with alike.
    private static void ShareAnswer(OpenApiOperation operation, Operation described, OpenApiDocument document)
    {
        var name =
            described.Answer == typeof(Receipt) ? (described.Does == Does.Create ? "Created" : "Appended")
            : described.Answer == typeof(Disclosure) ? "Disclosed"
            : described.Suffixes.Contains(Formats.SuffixOf(Format.Html)) ? "PrintableFile"
            : described.Suffixes.Count > 0 ? "File"
            : null;
        if (name is null)
            return;
        var (status, answer) = operation.Responses!.Single(x => x.Key[0] == '2');
        operation.Responses![status] = SharedParts.Response(document, name, () => answer);
    }

    private static IOpenApiResponse Refusal(string status, IReadOnlyList<string> codes, OperationFilterContext context)
    {
        var number = int.Parse(status, CultureInfo.InvariantCulture);
        return SharedParts.Response(context.Document, SharedParts.NameOf(number, codes), () => Make());

        OpenApiResponse Make() =>
            new()
            {
                Description =
                    string.Join(
                        "; ",
                        codes.Select(code => $"`{code}`: {Wording.English.Text($"problems.{code}.title")}")
                    )
                    + (Oversized.Statuses.Contains(status) ? ". Beyond twice the limit it comes without a body." : ""),
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [Problems.ContentType] = new OpenApiMediaType
                    {
                        Schema = Schema(typeof(ProblemDocument), context),
                        Examples = codes.ToDictionary(
                            code => code,
                            code =>
                                SharedParts.Example(context.Document, $"{status}.{code}", () => Example(number, code))
                        ),
                    },
                },
            };
    }

    private static OpenApiExample Example(int status, string code)
    {
        var problem = new JsonObject
        {
            ["type"] = Problems.TypeBase + code,
            ["title"] = Wording.English.Text($"problems.{code}.title"),
            ["status"] = status,
            // What it says of the request at hand is left open.
            ["detail"] = Placeholder().Replace(Wording.English.Texts[$"problems.{code}.detail"], "…"),
            ["instance"] = "/api/v1/…",
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (code == Problems.CodeOf(StatusCodes.Status400BadRequest))
            problem["errors"] = new JsonObject { ["unitCode"] = new JsonArray(Wording.English.Text("fields.missing")) };
        return new OpenApiExample { Summary = Wording.English.Text($"problems.{code}.title"), Value = problem };
    }

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}

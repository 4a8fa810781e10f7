using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Features;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>The headers, parameters and refusals that each kind of operation has.</summary>
internal static class OpenApiConventions
{
    /// <summary>What each append may be refused with.</summary>
    public static readonly string[] AppendConflicts =
    [
        "concurrent-change",
        "out-of-order",
        "conflicts-with-later",
        "key-in-flight",
        "already-recorded",
    ];

    private static readonly string[] Quotas = ["daily-events-used-up", "daily-bytes-used-up", "minute-events-used-up"];

    /// <summary>What each change of a setting may be refused with.</summary>
    public static readonly string[] SettingConflicts = ["concurrent-change", "key-in-flight"];

    /// <summary>Adds headers and parameters; answers the refusals as "status code".</summary>
    public static IEnumerable<string> Of(
        Operation described,
        OpenApiOperation operation,
        OperationFilterContext context
    )
    {
        var does = described.Does;
        if (does is Does.Create or Does.Append)
            Header(
                operation,
                context,
                "Idempotency-Key",
                "The same key and body again gives the first answer again.",
                Key()
            );
        if (does is Does.Append)
            Header(operation, context, "If-Match", "The version that the caller has seen, such as \"3\".");
        if (does is Does.ReadOne or Does.List)
            NotModified(operation, context);
        if (does is Does.List)
            Paging(operation, context);
        foreach (var (status, answer) in operation.Responses!.Where(answer => answer.Key[0] == '2'))
            Succeed(status, (OpenApiResponse)answer, does, context.Document);
        return Refusals(described, HasPath(context));
    }

    private static bool HasPath(OperationFilterContext context) =>
        context.ApiDescription.RelativePath!.Contains('{', StringComparison.Ordinal);

    private static IEnumerable<string> Refusals(Operation described, bool hasPath)
    {
        var does = described.Does;
        var appends = does is Does.Create or Does.Append;
        yield return "400 bad-input";
        // Whatever is posted may put something on record: a disclosure and a dossier do.
        if (does is Does.Create or Does.Append or Does.Post && !described.Sets)
        {
            foreach (var code in Quotas)
                yield return $"429 {code}";
        }
        if (described.Requests.Count > 0)
            yield return "400 malformed-json";
        foreach (var code in described.Unreadable)
            yield return $"400 {code}";
        if (hasPath || does is Does.ReadOne or Does.Append)
            yield return "404 not-found";
        foreach (var code in described.Unknown)
            yield return $"404 {code}";
        string[] usual =
            !appends ? []
            : described.Sets ? SettingConflicts
            : AppendConflicts;
        foreach (var code in usual.Concat(described.Conflicts))
            yield return $"409 {code}";
        // A stream that is only to start has no version to match.
        if (appends)
        {
            yield return "412 stale-version";
            yield return "422 key-reused";
        }
    }

    private static void Succeed(string status, OpenApiResponse answer, Does does, OpenApiDocument document)
    {
        answer.Description = status == "201" ? "Created" : "OK";
        var headers = new Dictionary<string, IOpenApiHeader>();
        if (does is Does.ReadOne or Does.List or Does.Create or Does.Append)
            headers["ETag"] = Tag(document);
        if (does is Does.Create)
            headers["Location"] = Describe(document, "Location", "Where the new record is read.", always: true);
        if (does is Does.List)
            headers["Link"] = Describe(document, "Link", "rel=\"next\" while there are more.");
        answer.Headers = headers.Count == 0 ? null : headers;
    }

    private static void NotModified(OpenApiOperation operation, OperationFilterContext context)
    {
        Header(operation, context, "If-None-Match", "The ETag that the caller has; 304 while it is still right.");
        operation.Responses!["304"] = SharedParts.Response(
            context.Document,
            "NotModified",
            () =>
                new OpenApiResponse
                {
                    Description = "Not modified",
                    Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = Tag(context.Document) },
                }
        );
    }

    private static void Paging(OpenApiOperation operation, OperationFilterContext context)
    {
        var limit = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = $"{Page.MostItems}",
            Default = Page.DefaultLimit,
        };
        DescribeOperations.Share(
            operation,
            context,
            ParameterLocation.Query,
            "limit",
            "How many items at most.",
            limit
        );
        DescribeOperations.Share(
            operation,
            context,
            ParameterLocation.Query,
            "cursor",
            "The last answer's next.",
            DescribeOperations.Text()
        );
    }

    private static void Header(
        OpenApiOperation operation,
        OperationFilterContext context,
        string name,
        string text,
        OpenApiSchema? schema = null
    ) =>
        DescribeOperations.Share(
            operation,
            context,
            ParameterLocation.Header,
            name,
            text,
            schema ?? DescribeOperations.Text()
        );

    private static OpenApiSchema Key() =>
        new()
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = Idempotency.LongestKey,
            Pattern = "^[!-~]*$",
        };

    private static IOpenApiHeader Tag(OpenApiDocument document) =>
        Describe(document, "ETag", "The version, in quotes; weak for a list.", always: true);

    private static IOpenApiHeader Describe(OpenApiDocument document, string name, string text, bool always = false) =>
        SharedParts.Header(
            document,
            name,
            () =>
                new OpenApiHeader
                {
                    Description = text,
                    Schema = DescribeOperations.Text(),
                    Required = always,
                }
        );
}

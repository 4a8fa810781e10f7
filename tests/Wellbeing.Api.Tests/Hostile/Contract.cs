using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Shouldly;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>An operation of the served document.</summary>
internal sealed record Endpoint(HttpMethod Method, string Path, OpenApiOperation Operation)
{
    public IReadOnlyList<IOpenApiParameter> Parameters { get; } = [.. Operation.Parameters ?? []];

    /// <summary>What is made or changed: the word before the first parameter, or the last one.</summary>
    public string Subject { get; } = Word(Path.Split("/{")[0]);

    /// <summary>What its answers are about: a part of something is not the thing itself.</summary>
    public string Answers => Method == HttpMethod.Get ? Word(Path) : Subject;

    public (string Type, IOpenApiMediaType Content)? Body { get; } =
        Operation.RequestBody?.Content is { Count: > 0 } content ? (content.First().Key, content.First().Value) : null;

    public IEnumerable<IOpenApiParameter> In(ParameterLocation place) => Parameters.Where(x => x.In == place);

    public override string ToString() => $"{Method} {Path}";

    /// <summary>The word before a path parameter.</summary>
    public string Before(string parameter) => Word(Path.Split($"/{{{parameter}}}")[0]);

    private static string Word(string path) =>
        path.Split('/').Select(x => x.Split(".{")[0]).Last(x => !x.Contains('{') && !x.Contains('-'));
}

/// <summary>All that the server says it can do, as it says so itself.</summary>
internal sealed partial class Contract(OpenApiDocument document)
{
    private readonly List<(Regex Pattern, IReadOnlyList<Endpoint> Endpoints)> _paths =
    [
        .. from path in document.Paths
        // The longer path is the more particular one: /officers/by-badge/{badge} before /officers/{id}/….
        orderby path.Key.Contains(Suffix, StringComparison.Ordinal) descending, path.Key.Count(c =>
            c == '{'
        ), path.Key.Length descending
        select (
            new Regex($"^{Pattern(path.Key)}$", RegexOptions.NonBacktracking),
            (IReadOnlyList<Endpoint>)[.. path.Value.Operations!.Select(x => new Endpoint(x.Key, path.Key, x.Value))]
        ),
    ];

    private const string Suffix = ".{format}";

    // A path that is asked for by its template is its own.
    private static string Pattern(string path) =>
        Parameter().Replace(path.Replace(Suffix, "", StringComparison.Ordinal), "[^/]+")
        + (path.Contains(Suffix, StringComparison.Ordinal) ? @"\.(csv|xlsx|html|\{format\})" : "");

    public IReadOnlyList<Endpoint> Endpoints => field ??= [.. _paths.SelectMany(x => x.Endpoints)];

    public static async Task<Contract> LoadAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        return Parse(await http.GetStringAsync("/swagger/v1/swagger.json"));
    }

    public static Contract Parse(string json)
    {
        var read = OpenApiDocument.Parse(json, "json");
        read.Diagnostic!.Errors.ShouldBeEmpty();
        return new(read.Document!);
    }

    /// <summary>The operation that a request goes to; null where there is none.</summary>
    public Endpoint? Find(HttpMethod method, string path) =>
        _paths.Find(x => x.Pattern.IsMatch(path)).Endpoints?.FirstOrDefault(x => x.Method == method);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}

using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Wellbeing.Api.Features;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// What many operations have in common stands once below <c>components</c>, and each operation refers to it: written out in
/// each of them the document would be five times as large, and so would every client that is generated from it.
/// </summary>
internal static class SharedParts
{
    // Codes that come together, by a name that is no code.
    private static readonly (string Name, string[] Codes)[] Groups =
    [
        ("append", OpenApiConventions.AppendConflicts),
        ("setting", OpenApiConventions.SettingConflicts),
        ("closed-record", UseCaseRoutes.ClosedRecord),
    ];

    public static IOpenApiResponse Response(OpenApiDocument document, string name, Func<IOpenApiResponse> make)
    {
        var components = ComponentsOf(document);
        Once(components.Responses ??= new Dictionary<string, IOpenApiResponse>(), name, make);
        return new OpenApiResponseReference(name, document);
    }

    public static IOpenApiParameter Parameter(OpenApiDocument document, string name, Func<IOpenApiParameter> make)
    {
        var components = ComponentsOf(document);
        Once(components.Parameters ??= new Dictionary<string, IOpenApiParameter>(), name, make);
        return new OpenApiParameterReference(name, document);
    }

    public static IOpenApiHeader Header(OpenApiDocument document, string name, Func<IOpenApiHeader> make)
    {
        var components = ComponentsOf(document);
        Once(components.Headers ??= new Dictionary<string, IOpenApiHeader>(), name, make);
        return new OpenApiHeaderReference(name, document);
    }

    public static IOpenApiExample Example(OpenApiDocument document, string name, Func<IOpenApiExample> make)
    {
        var components = ComponentsOf(document);
        Once(components.Examples ??= new Dictionary<string, IOpenApiExample>(), name, make);
        return new OpenApiExampleReference(name, document);
    }

    /// <summary>
    /// Names the refusals with a status by their codes: <c>NotFound</c>, <c>Conflict.append.talk-closed</c>. The same name is
    /// the same set of codes.
    /// </summary>
    public static string NameOf(int status, IReadOnlyCollection<string> codes)
    {
        var reason = ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
        if (codes.Count == 1 && codes.First() == Problems.CodeOf(status))
            return reason;
        var left = codes.Order(StringComparer.Ordinal).ToList();
        var name = new List<string> { reason };
        foreach (var (group, members) in Groups)
        {
            if (!members.All(left.Contains))
                continue;
            name.Add(group);
            left.RemoveAll(members.Contains);
        }
        return string.Join('.', [.. name, .. left]);
    }

    private static OpenApiComponents ComponentsOf(OpenApiDocument document) => document.Components ??= new();

    private static void Once<T>(IDictionary<string, T> parts, string name, Func<T> make)
    {
        if (!parts.ContainsKey(name))
            parts[name] = make();
    }
}

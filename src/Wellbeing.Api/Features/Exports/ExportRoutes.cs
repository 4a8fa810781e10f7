using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Exports;

/// <summary>Reads that are answered as files as well: by a suffix of the path, or by <c>Accept</c>.</summary>
internal static class ExportRoutes
{
    private static readonly Format[] Tables = [Format.Csv, Format.Xlsx];
    private static readonly QueryParameter Bom = new(
        "bom",
        typeof(bool),
        "Of CSV alone: whether it begins with a byte order mark, by which some spreadsheets know UTF-8."
    );

    /// <summary>Maps a read and, under the same path with a suffix, its files: the same handler, for the same roles.</summary>
    /// <param name="api">Where.</param>
    /// <param name="path">The path.</param>
    /// <param name="handler">Answers in the form that <see cref="Asked" /> tells.</param>
    /// <param name="roles">Who may.</param>
    /// <param name="read">What the read does.</param>
    /// <param name="printed">Whether there is a page to print.</param>
    public static void MapExported(
        this IEndpointRouteBuilder api,
        string path,
        Delegate handler,
        Role[] roles,
        Operation read,
        bool printed = false
    )
    {
        var files = printed ? [.. Tables, Format.Html] : Tables;
        var types = files.Select(Formats.TypeOf).ToList();
        var described = read with { Query = [.. read.Query, Bom] };
        api.MapGet(path, handler).AllowRoles(roles).Describe(described with { Types = [.. read.Types, .. types] });
        var suffixes = files.Select(Formats.SuffixOf).ToList();
        // A routing without regular expressions in its patterns has them in its constraints all the same.
        var constraint = new RegexRouteConstraint($"^({string.Join('|', suffixes)})$");
        api.Map(
                RoutePatternFactory.Parse(
                    $"{path}.{{{Formats.Suffix}}}",
                    null,
                    new RouteValueDictionary { [Formats.Suffix] = constraint }
                ),
                handler
            )
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .AllowRoles(roles)
            .Describe(
                described with
                {
                    Does = Does.ReadOne,
                    Id = $"{read.Id}File",
                    Summary = $"{read.Summary}: as a file",
                    Answer = typeof(Stream),
                    Types = types,
                    Suffixes = suffixes,
                }
            );
    }
}

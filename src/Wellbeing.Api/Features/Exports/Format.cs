using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Exports;

/// <summary>The forms in which a read is answered; the earlier one where a caller likes several alike.</summary>
internal enum Format
{
    Json,
    Csv,
    Xlsx,
    Html,
}

/// <summary>The media types of the forms, and which one is asked for.</summary>
internal static class Formats
{
    /// <summary>The name of a route's suffix.</summary>
    public const string Suffix = "format";

    public static string TypeOf(Format format) =>
        format switch
        {
            Format.Csv => "text/csv",
            Format.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format.Html => "text/html",
            _ => "application/json",
        };

    /// <summary>Whether a type is that of a file which may be sent while it is read.</summary>
    public static bool IsFile(string type) => type == TypeOf(Format.Csv) || type == TypeOf(Format.Xlsx);

    /// <summary>The suffixes of files.</summary>
    public static IReadOnlyList<string> Suffixes { get; } =
    [.. Enum.GetValues<Format>().Where(x => x != Format.Json).Select(x => $".{SuffixOf(x)}")];

    /// <summary>Whether what comes last in a path would be taken for a file.</summary>
    public static bool NamesFile(string last) =>
        Suffixes.Any(x => last.EndsWith(x, StringComparison.OrdinalIgnoreCase));

    public static string SuffixOf(Format format) => format.ToString().ToLowerInvariant();

    /// <summary>
    /// What the suffix says, else what <c>Accept</c> likes best. That there is such a form was found before the endpoint was
    /// asked.
    /// </summary>
    public static Format Of(HttpContext http)
    {
        if (http.Request.RouteValues[Suffix] is string suffix)
            return Enum.Parse<Format>(suffix, ignoreCase: true);
        var offered = http.GetEndpoint()!.Metadata.GetMetadata<Operation>()!.Types;
        var best = Acceptable.Best(http.Request.Headers.Accept, offered);
        return Enum.GetValues<Format>().First(x => TypeOf(x) == best);
    }
}

using System.Globalization;

namespace Wellbeing.Api.Features.Honours;

/// <summary>Paths with their queries, as figures carry them.</summary>
internal static class Link
{
    /// <summary>A path under the API's root with those parameters that have a value.</summary>
    public static string To(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var link = $"/api/v1/{path}";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
                link = With(link, name, value);
        }
        return link;
    }

    /// <summary>The same link with one parameter more.</summary>
    public static string With(string link, string name, object value) =>
        $"{link}{(link.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(Text(value))}";

    private static string Text(object value) =>
        value is DateOnly day
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}

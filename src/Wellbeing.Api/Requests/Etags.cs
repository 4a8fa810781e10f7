using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Wellbeing.Api.Requests;

/// <summary>What If-Match asks for: nothing, anything that exists, or one of these versions.</summary>
internal sealed record IfMatch(bool Given, bool Any, IReadOnlyList<long> Versions)
{
    public bool Allows(long version) => !Given || Any || Versions.Contains(version);
}

/// <summary>
/// Entity tags: <c>"3"</c> for version 3 of a stream, <c>"3.7"</c> where the answer holds more than its own stream.
/// </summary>
internal static class Etags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    public static string Of(long version, long revision) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{version}.{revision}\"");

    /// <summary>
    /// Reads If-Match, of whose tags the version counts. A weak tag or one that is no version of ours matches nothing, as
    /// RFC 9110 has it; a header that is not even a list of tags is bad input.
    /// </summary>
    public static IfMatch IfMatch(HttpRequest request, FieldErrors errors)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return new(Given: false, Any: false, []);
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags))
        {
            errors.Add("If-Match", "entity-tag");
            return new(Given: true, Any: false, []);
        }
        return new(
            Given: true,
            tags.Contains(EntityTagHeaderValue.Any),
            [.. tags.Where(tag => !tag.IsWeak).Select(tag => VersionOf(tag.Tag.AsSpan())).OfType<long>()]
        );
    }

    /// <summary>Sets the answer's tag; 304 when the caller has that already, else null.</summary>
    public static IResult? NotModified(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        var header = context.Request.Headers.IfNoneMatch;
        if (header.Count == 0 || !EntityTagHeaderValue.TryParseList(header, out var known))
            return null;
        var current = EntityTagHeaderValue.Parse(etag);
        return known.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false)
        )
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : null;
    }

    private static long? VersionOf(ReadOnlySpan<char> tag)
    {
        var inner = tag.Trim('"');
        var dot = inner.IndexOf('.');
        var digits = dot < 0 ? inner : inner[..dot];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }
}

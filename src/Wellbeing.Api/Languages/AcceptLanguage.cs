using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Wellbeing.Api.Languages;

/// <summary>Chooses a language by RFC 9110's weights and RFC 4647's lookup: zh-Hans-CN is zh, and zh is zh-CN here.</summary>
internal static class AcceptLanguage
{
    public static Wording Choose(StringValues header)
    {
        if (StringValues.IsNullOrEmpty(header) || !StringWithQualityHeaderValue.TryParseList(header, out var asked))
            return Wording.English;
        var english = Weight(asked, "en");
        var chinese = Weight(asked, "zh");
        if (chinese != english)
            return chinese > english ? Wording.Chinese : Wording.English;
        // Equal weights: the one named first, since that is the order a reader has put them in.
        var first = asked.FirstOrDefault(tag => IsA(tag, "en") || IsA(tag, "zh"));
        return first is not null && chinese > 0 && IsA(first, "zh") ? Wording.Chinese : Wording.English;
    }

    private static double Weight(IList<StringWithQualityHeaderValue> asked, string language)
    {
        var named = asked.Where(tag => IsA(tag, language)).ToList();
        var counting = named.Count > 0 ? named : asked.Where(tag => tag.Value == "*");
        return counting.Select(tag => tag.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    private static bool IsA(StringWithQualityHeaderValue tag, string language) =>
        tag.Value.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (tag.Value.Length == language.Length || tag.Value.Value![language.Length] == '-');
}

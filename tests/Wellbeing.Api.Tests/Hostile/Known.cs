using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>
/// What answers and accepted requests named, kept under the words of its name, so that later requests ask for what is
/// there: an <c>officerId</c> and the <c>id</c> of something under /officers are both "officer id".
/// </summary>
internal sealed partial class Known
{
    private const int MostKept = 200;
    private const int LongestKept = 300;

    private readonly List<Kept> _kept = [];

    /// <summary>Takes in all that a JSON document names.</summary>
    public void Learn(JsonElement document, string subject)
    {
        switch (document.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in document.EnumerateObject())
                {
                    if (field.Value.ValueKind == JsonValueKind.String)
                        Learn(field.Name, subject, field.Value.GetString()!);
                    else
                        Learn(field.Value, field.Value.ValueKind == JsonValueKind.Object ? field.Name : subject);
                }
                break;
            case JsonValueKind.Array:
                // A long list says nothing more.
                foreach (var item in document.EnumerateArray().Take(20))
                    Learn(item, subject);
                break;
        }
    }

    public void Learn(string name, string subject, string value)
    {
        if (value.Length is > 0 and <= LongestKept)
            Keep(WordsOf(name, subject), value);
    }

    /// <summary>Takes in what the query of a path names.</summary>
    public void LearnQuery(string link)
    {
        foreach (var pair in link.Split('?', 2)[^1].Split('&').Select(x => x.Split('=')).Where(x => x.Length == 2))
            Learn(pair[0], "", Uri.UnescapeDataString(pair[1]));
    }

    /// <summary>A value that fits a name, or null where nothing like it is known.</summary>
    public string? Pick(Dice dice, string name, string subject, bool? isId)
    {
        var (own, beside) = (Split(name), Split(subject));
        var alike = _kept
            .FindAll(x => isId is null || x.IsId == isId)
            .ConvertAll(x => (Kept: x, Shared: (2 * x.Shared(own)) + x.Shared(beside)))
            // An id by another name, such as the source of a warning, may be any; a text may not.
            .FindAll(x => x.Shared > 1 || isId == true);
        if (alike.Count == 0)
            return null;
        // What stood in a path that was found names something; what is merely called alike may not.
        if (alike.FindAll(x => x.Kept.IsKey && x.Shared > 1) is { Count: > 0 } keys && dice.Percent(90))
            alike = keys;
        var most = alike.Max(x => x.Shared);
        return (dice.Percent(90) ? dice.Of(alike.FindAll(x => x.Shared == most)) : dice.Of(alike)).Kept.Pick(dice);
    }

    /// <summary>Takes in that something was found under a name.</summary>
    public void Found(string value)
    {
        foreach (var kept in _kept.Where(x => x.Has(value)))
            kept.IsKey = true;
    }

    private void Keep(string[] words, string value)
    {
        var isId = Guid.TryParseExact(value, "D", out _);
        var kept = _kept.Find(x => x.IsId == isId && x.Words.SequenceEqual(words));
        if (kept is null)
            _kept.Add(kept = new Kept(words, isId));
        kept.Add(value);
    }

    // A name of one word, such as id, says of what only where it stands.
    private static string[] WordsOf(string name, string subject)
    {
        var words = Split(name);
        return words.Length == 1 ? [.. Split(subject).Union(words)] : words;
    }

    private static string[] Split(string name) =>
        [.. Word().Matches(name).Select(x => x.Value.ToLowerInvariant()).Select(x => x.EndsWith('s') ? x[..^1] : x)];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    private sealed record Kept(string[] Words, bool IsId)
    {
        private readonly List<string> _values = [];

        public bool IsKey { get; set; }

        public bool Has(string value) => _values.Contains(value);

        public int Shared(string[] words) => Words.Count(words.Contains);

        public void Add(string value)
        {
            if (_values.Contains(value))
                return;
            if (_values.Count == MostKept)
                _values.RemoveAt(MostKept / 2);
            _values.Add(value);
        }

        // The first are what most others hang on, the last are the least worn.
        public string Pick(Dice dice) =>
            dice.Below(3) switch
            {
                0 => _values[dice.Below(Math.Min(8, _values.Count))],
                1 => _values[^dice.Between(1, Math.Min(8, _values.Count))],
                _ => dice.Of(_values),
            };
    }
}

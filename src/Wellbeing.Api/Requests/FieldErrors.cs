using Wellbeing.Api.Languages;

namespace Wellbeing.Api.Requests;

/// <summary>What is wrong with one field: the key of a text under "fields", and the values that it mentions.</summary>
internal sealed record FieldError(string Code, params (string Name, object? Value)[] Args);

/// <summary>All that is wrong with a request, by field, in the order in which it was found.</summary>
internal sealed class FieldErrors
{
    /// <summary>The name under which an error of the body as a whole is listed.</summary>
    public const string Whole = "$";

    private const int MostListed = 100;
    private const int LongestPath = 200;
    private List<(string Path, FieldError Error)>? _listed;

    public int Count { get; private set; }

    public bool Any => Count > 0;

    /// <summary>The problem's code: a body that is no JSON at all has one of its own.</summary>
    public string ProblemCode =>
        Listed.Any(listed => listed.Error.Code is "malformed") ? "malformed-json" : "bad-input";

    public void Add(string path, string code, params (string Name, object? Value)[] args) =>
        Add(path, new FieldError(code, args));

    public void Add(string path, FieldError error)
    {
        // A hostile body has as many errors as it likes; the answer stays short.
        if (Count++ < MostListed)
            (_listed ??= []).Add((Short(path), error));
    }

    /// <summary>The first errors, as codes and values.</summary>
    public IReadOnlyList<(string Path, FieldError Error)> Listed => _listed ?? [];

    public void Add(FieldErrors others)
    {
        foreach (var (path, error) in others.Listed)
            Add(path, error);
    }

    /// <summary>The same errors of a part of a body, by their place in the whole.</summary>
    public IEnumerable<(string Path, FieldError Error)> Under(string part) =>
        Listed.Select(x => (x.Path == Whole ? part : $"{part}.{x.Path}", x.Error));

    /// <summary>The messages of each field in one language.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> In(Wording wording)
    {
        var listed = Listed.Select(e => (e.Path, Text: wording.Text($"fields.{e.Error.Code}", e.Error.Args)));
        if (Count > MostListed)
            listed = listed.Append((Whole, wording.Text("fields.more")));
        return listed
            .GroupBy(e => e.Path, e => e.Text)
            .Select(field => KeyValuePair.Create<string, IReadOnlyList<string>>(field.Key, [.. field.Distinct()]));
    }

    // Never through the middle of a surrogate pair: half of one cannot be written.
    private static string Short(string path)
    {
        if (path.Length <= LongestPath)
            return path;
        var length = char.IsHighSurrogate(path[LongestPath - 1]) ? LongestPath - 1 : LongestPath;
        return string.Concat(path.AsSpan(0, length), "…");
    }
}

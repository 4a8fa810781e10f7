using System.Text;

namespace Wellbeing.Domain;

/// <summary>
/// Who acts, or is named: an opaque id as it is recorded, and the key by which it is compared. Two ids are one person's where
/// they differ only in the case of ASCII letters, in compatibility forms (Unicode NFKC), or in blanks and invisible
/// characters. SQL compares by <c>journal.person(…)</c>, which makes the same key.
/// </summary>
public readonly record struct Person
{
    /// <summary>Characters that a key leaves out: controls, blanks, and what is not seen (Unicode Cc, Zs, Zl, Zp, Cf and fillers).</summary>
    public static string Ignored { get; } = string.Concat(Ranges().Select(x => (char)x));

    private readonly string? _id;
    private readonly string? _key;

    /// <param name="id">The id as it is recorded.</param>
    public Person(string? id) => (_id, _key) = (id, KeyOf(id ?? ""));

    /// <summary>As it is recorded.</summary>
    public string Id => _id ?? "";

    /// <summary>By what it is compared.</summary>
    public string Key => _key ?? "";

    /// <summary>A recorded id becomes a person where it is compared. No conversion leads back, so that ids are not compared as texts.</summary>
    public static implicit operator Person(string? id) => new(id);

    /// <summary>Whether two recorded ids are one person's.</summary>
    public static bool AreSame(Person one, Person other) => one == other;

    /// <inheritdoc />
    public bool Equals(Person other) => string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Key, StringComparison.Ordinal);

    /// <summary>The key: what is made of it, such as a scope, holds for the person and not for one spelling.</summary>
    public override string ToString() => Key;

    private static IEnumerable<int> Ranges()
    {
        (int From, int To)[] all =
        [
            (0x01, 0x20),
            (0x7F, 0xA0),
            (0xAD, 0xAD),
            (0x34F, 0x34F),
            (0x61C, 0x61C),
            (0x115F, 0x1160),
            (0x1680, 0x1680),
            (0x17B4, 0x17B5),
            (0x180B, 0x180F),
            (0x2000, 0x200F),
            (0x2028, 0x202F),
            (0x205F, 0x206F),
            (0x2800, 0x2800),
            (0x3000, 0x3000),
            (0x3164, 0x3164),
            (0xFE00, 0xFE0F),
            (0xFEFF, 0xFEFF),
            (0xFFA0, 0xFFA0),
            (0xFFF9, 0xFFFB),
        ];
        return all.SelectMany(x => Enumerable.Range(x.From, x.To - x.From + 1));
    }

    private static string KeyOf(string id)
    {
        if (id.All(x => x is > ' ' and < '\x7F'))
            return Lower(id);
        var key = new StringBuilder(id.Length);
        foreach (var x in id.Normalize(NormalizationForm.FormKC))
        {
            if (!Ignored.Contains(x, StringComparison.Ordinal))
                key.Append(x);
        }
        return Lower(key.ToString());
    }

    private static string Lower(string text) =>
        text.Any(char.IsAsciiLetterUpper)
            ? string.Create(
                text.Length,
                text,
                static (to, from) =>
                {
                    for (var i = 0; i < to.Length; i++)
                        to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
                }
            )
            : text;
}

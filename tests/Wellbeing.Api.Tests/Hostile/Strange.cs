using System.Text;
using CsCheck;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Texts as people write them, and as nobody should.</summary>
internal static class Strange
{
    public static IReadOnlyList<string> Texts { get; } =
    [
        "\0",
        "before\0after",
        "\ud800",
        "\udc00\ud800",
        "half \udbff",
        "\ufffe",
        "\uffff",
        "\U0001fffe\U0010ffff",
        "\ufeffmark",
        "\u202eright to left\u202c",
        "שלום عليكم ١٢٣",
        "a\u0301e\u0323\u0302",
        "\u0301",
        new string('\u0301', 31),
        "x" + new string('\u0327', 200),
        "\u1100\u1161\u11a8",
        "\u0958\u2126\u212b",
        "\ufdfa",
        "👩🏽‍🚒👨‍👩‍👧‍👦🇨🇳",
        "𠮷野家",
        "谈心谈话：政工干部",
        "İıſßΣς",
        " ",
        "\u3000\u00a0\u2003",
        "\t\r\n",
        "\u0001\u001f\u007f\u0085",
        "\u2028\u2029",
        "\ue000\U000f0000",
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>",
        "{\"a\":1}",
        "\\u0000",
        "%00%0d%0a",
        "null",
        "true",
        "NaN",
        "-0",
        "1e400",
        "../../etc",
        "٣",
        "１２",
        "$1",
        "{0} {title}",
        "",
    ];

    /// <summary>As people write it, in several scripts.</summary>
    public static Gen<string> Usual(int least, int most) =>
        Gen.OneOf(
            Gen.String[Gen.Char.AlphaNumeric, Math.Max(least, 1), Math.Min(most, Math.Max(least, 12))],
            Gen.String[Gen.Char['\u4e00', '\u9fa5'], Math.Max(least, 1), Math.Min(most, Math.Max(least, 20))]
        );

    /// <summary>A text of exactly so many code points.</summary>
    public static Gen<string> OfLength(int length) =>
        Gen.OneOf("a", "é", "谈", "𠮷", "👮").Select(x => new StringBuilder().Insert(0, x, length).ToString());
}

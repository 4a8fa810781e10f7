using System.Security.Cryptography;

namespace Wellbeing.Domain.Tests.Ledger;

/// <summary>The definitions of RFC 6962, section 2.1, word for word and without any thought for speed.</summary>
internal static class NaiveTree
{
    public static byte[] Root(byte[][] leaves) =>
        leaves.Length switch
        {
            0 => SHA256.HashData([]),
            1 => SHA256.HashData([0, .. leaves[0]]),
            _ => SHA256.HashData([1, .. Root(leaves[..Split(leaves)]), .. Root(leaves[Split(leaves)..])]),
        };

    public static byte[][] Path(int leaf, byte[][] leaves)
    {
        if (leaves.Length == 1)
            return [];
        var k = Split(leaves);
        return leaf < k
            ? [.. Path(leaf, leaves[..k]), Root(leaves[k..])]
            : [.. Path(leaf - k, leaves[k..]), Root(leaves[..k])];
    }

    public static byte[][] Consistency(int from, byte[][] leaves) => Subproof(from, leaves, true);

    private static byte[][] Subproof(int from, byte[][] leaves, bool isWhole)
    {
        if (from == leaves.Length)
            return isWhole ? [] : [Root(leaves)];
        var k = Split(leaves);
        return from <= k
            ? [.. Subproof(from, leaves[..k], isWhole), Root(leaves[k..])]
            : [.. Subproof(from - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int Split(byte[][] leaves)
    {
        var k = 1;
        while (2 * k < leaves.Length)
            k *= 2;
        return k;
    }
}

using System.Runtime.InteropServices;

namespace Wellbeing.Api.Verification;

/// <summary>Many numbers that lie close together, a bit for each.</summary>
internal sealed class SequenceSet
{
    private readonly Dictionary<long, ulong> _words = [];

    /// <summary>False where it was there already.</summary>
    public bool Add(long number)
    {
        var bit = 1UL << (int)(number & 63);
        ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, number >> 6, out _);
        var before = word;
        word |= bit;
        return (before & bit) == 0;
    }
}

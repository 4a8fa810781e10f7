namespace Wellbeing.Api.Verification;

/// <summary>Many numbers that lie close together, a bit for each.</summary>
internal sealed class SequenceSet
{
    private readonly Dictionary<long, ulong> _words = [];

    /// <summary>False where it was there already.</summary>
    public bool Add(long number)
    {
        var (word, bit) = (number >> 6, 1UL << (int)(number & 63));
        var before = _words.GetValueOrDefault(word);
        _words[word] = before | bit;
        return (before & bit) == 0;
    }
}

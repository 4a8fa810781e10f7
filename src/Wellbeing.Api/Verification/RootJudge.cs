namespace Wellbeing.Api.Verification;

/// <summary>
/// Compares the tree, size by size, with what is known of it. Where later roots fit again, the one that did not was
/// changed; where none fits any more, a leaf was. A root that a pinned key answers for, and that is not the tree's though
/// later ones are, says that the log was signed in two versions: it is forked.
/// </summary>
internal sealed class RootJudge(Findings findings)
{
    private readonly List<KnownRoot> _contradicted = [];
    private readonly List<KnownRoot> _doubtful = [];
    private long _vouchedUpTo;
    private long _fitsUpTo;

    /// <summary>Takes what is known of the tree of one size; sizes come in ascending order.</summary>
    public void Take(byte[] root, IReadOnlyList<KnownRoot> known)
    {
        var vouched = known.Where(x => x.Vouched).ToList();
        var contradicts = vouched.Exists(x => !x.Is(root));
        foreach (var one in known.Where(x => !x.Is(root)))
            (one.Vouched ? _contradicted : _doubtful).Add(one);
        if (vouched.Exists(x => x.Is(root)))
        {
            foreach (var one in _contradicted)
                Add("forked", one, against: true);
            _contradicted.Clear();
            ClearDoubtful();
            _vouchedUpTo = known[0].Size;
        }
        else if (!contradicts && known.Any(x => x.Is(root)))
            ClearDoubtful();
        if (_doubtful.Count == 0)
            _fitsUpTo = known[0].Size;
    }

    /// <summary>No more leaves come.</summary>
    public void End()
    {
        if (_contradicted is [var first, ..])
            Changed(_doubtful is [var earlier, ..] && earlier.Size <= first.Size ? _fitsUpTo : _vouchedUpTo, first);
        else if (_doubtful is [var doubtful, ..])
            Changed(_fitsUpTo, doubtful);
    }

    private void Changed(long from, KnownRoot against)
    {
        var to = _doubtful is [var narrower, ..] ? Math.Min(narrower.Size, against.Size) : against.Size;
        findings.Add(
            "tree-changed",
            new Finding
            {
                FromLeaf = from,
                ToLeaf = to,
                Against = against.Source,
                Key = against.Key,
                Size = against.Size,
            }
        );
    }

    private void ClearDoubtful()
    {
        foreach (var one in _doubtful)
            Add("root-changed", one, against: false);
        _doubtful.Clear();
    }

    private void Add(string finding, KnownRoot one, bool against) =>
        findings.Add(
            finding,
            new Finding
            {
                Table = against ? null : one.Source,
                Against = against ? one.Source : null,
                Size = one.Size,
                Key = one.Key,
            }
        );
}

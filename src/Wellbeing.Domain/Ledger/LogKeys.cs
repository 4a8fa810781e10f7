namespace Wellbeing.Domain.Ledger;

/// <summary>
/// Whose signature of a checkpoint counts, seen from one key that somebody has pinned: that key up to the tree at which it
/// named its successor, the successor from then on, and so forth.
/// </summary>
public sealed record LogKeys
{
    private readonly List<(VerifierKey Key, long UpTo)> _vouching = [];
    private readonly List<(VerifierKey Key, long UpTo)> _earlier = [];

    /// <summary>Follows the successions from the pinned key on.</summary>
    /// <param name="pinned">A key of the kind <see cref="KeyKind.Note" />.</param>
    /// <param name="successions">As they were recorded; of two by one key the first counts.</param>
    public LogKeys(VerifierKey pinned, IEnumerable<Succession> successions)
    {
        var all = successions.ToList();
        Latest = pinned;
        var passed = new HashSet<VerifierKey> { pinned };
        while (all.Find(x => x.Old == Latest) is { } next && passed.Add(next.New))
        {
            _vouching.Add((Latest, next.Size));
            Latest = next.New;
        }
        _vouching.Add((Latest, long.MaxValue));
        for (var first = pinned; all.Find(x => x.New == first) is { } before && passed.Add(before.Old); )
        {
            _earlier.Add((before.Old, before.Size));
            first = before.Old;
        }
    }

    /// <summary>The key that signs now.</summary>
    public VerifierKey Latest { get; }

    /// <summary>Whether the pinned key answers for what this key has signed.</summary>
    public bool AnswerFor(VerifierKey key) => _vouching.Exists(x => x.Key == key);

    /// <summary>Whether a note is a checkpoint of this log, for which the pinned key answers.</summary>
    public bool Vouch(SignedNote note, Checkpoint checkpoint) => Signed(_vouching, note, checkpoint);

    /// <summary>
    /// Whether it was signed before the pinned key came: by a key that named it. For that the pinned key does not answer.
    /// </summary>
    public bool Precede(SignedNote note, Checkpoint checkpoint) => Signed(_earlier, note, checkpoint);

    private static bool Signed(List<(VerifierKey Key, long UpTo)> keys, SignedNote note, Checkpoint checkpoint) =>
        keys.Exists(x => checkpoint.Origin == x.Key.Name && checkpoint.Size <= x.UpTo && note.IsSignedBy(x.Key));
}

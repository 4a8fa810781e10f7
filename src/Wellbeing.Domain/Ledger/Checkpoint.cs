using System.Globalization;

namespace Wellbeing.Domain.Ledger;

/// <summary>What a log says of itself: so many leaves, this root. The text of a note, as C2SP tlog-checkpoint says.</summary>
/// <param name="Origin">Which log: not empty, one line.</param>
/// <param name="Size">How many leaves.</param>
/// <param name="Root">32 bytes.</param>
/// <param name="Extensions">Further lines, none of them empty.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root, IReadOnlyList<string> Extensions)
{
    /// <summary>A checkpoint of the three lines alone.</summary>
    public Checkpoint(string origin, long size, ReadOnlyMemory<byte> root)
        : this(origin, size, root, []) { }

    /// <summary>The text that is signed.</summary>
    public string Text =>
        string.Concat(
            new[] { Origin, Size.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(Root.Span) }
                .Concat(Extensions)
                .Select(line => line + '\n')
        );

    /// <summary>Reads a note's text; null where it is no checkpoint in every byte.</summary>
    public static Checkpoint? TryParse(string text)
    {
        if (StrictText.Lines(text) is not [var origin, var size, var root, .. var extensions])
            return null;
        if (origin.Length == 0 || extensions.Contains(""))
            return null;
        return StrictText.Decimal(size) is { } count && StrictText.Base64(root) is { Length: MerkleTree.HashSize } hash
            ? new(origin, count, hash, extensions)
            : null;
    }

    /// <summary>Compares the texts.</summary>
    public bool Equals(Checkpoint? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

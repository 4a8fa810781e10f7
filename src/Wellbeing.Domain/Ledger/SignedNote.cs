using System.Buffers.Binary;
using System.Text.Unicode;

namespace Wellbeing.Domain.Ledger;

/// <summary>A signature line of a note.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Bytes">What the key made: its length depends on the kind of key.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    private const string Start = "— ";

    /// <summary>The line with its end.</summary>
    public string Line
    {
        get
        {
            var bytes = new byte[4 + Bytes.Length];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            Bytes.Span.CopyTo(bytes.AsSpan(4));
            return $"{Start}{Name} {Convert.ToBase64String(bytes)}\n";
        }
    }

    /// <summary>Reads a line without its end; null for anything that is no signature line.</summary>
    public static NoteSignature? TryParse(string line)
    {
        if (
            !line.StartsWith(Start, StringComparison.Ordinal)
            || line[Start.Length..].Split(' ') is not [var name, var rest]
        )
            return null;
        return VerifierKey.IsName(name) && StrictText.Base64(rest) is { Length: > 4 } bytes
            ? new(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4))
            : null;
    }
}

/// <summary>A text with signatures, in the form of C2SP signed-note.</summary>
/// <param name="Text">Ends with the end of a line.</param>
/// <param name="Signatures">At least one, of keys known and unknown.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>How many signatures are read. A note with more is none.</summary>
    public const int MaxSignatures = 32;

    /// <summary>How many characters are read. A longer note is none: each signature is verified over all of the text.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Reads a note as it came; null for anything that is no note in every byte.</summary>
    public static SignedNote? TryParse(ReadOnlySpan<byte> note) =>
        Utf8.IsValid(note) ? TryParse(StrictText.Utf8.GetString(note)) : null;

    /// <summary>Reads a note; null for anything that is none.</summary>
    public static SignedNote? TryParse(string note)
    {
        if (note.Length > MaxLength)
            return null;
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || note.Any(x => x < ' ' && x != '\n') || !IsUnicode(note))
            return null;
        if (StrictText.Lines(note[(end + 2)..]) is not { Length: <= MaxSignatures } lines)
            return null;
        var signatures = lines.Select(NoteSignature.TryParse).OfType<NoteSignature>().ToList();
        return signatures.Count == lines.Length ? new(note[..(end + 1)], signatures) : null;
    }

    /// <summary>
    /// Whether one of these keys signed it. Signatures of other keys are passed over; one that claims to be of these keys
    /// and is not spoils the note.
    /// </summary>
    public bool IsSignedBy(params IEnumerable<VerifierKey> keys) => SignaturesOf(keys) is { Count: > 0 };

    /// <summary>The signatures of these keys; none at all when one of them is false.</summary>
    public IReadOnlyList<NoteSignature> SignaturesOf(params IEnumerable<VerifierKey> keys)
    {
        var known = keys.SelectMany(key =>
                Signatures.Where(x => x.Name == key.Name && x.KeyId == key.Id).Select(x => (Key: key, Signature: x))
            )
            .ToList();
        return known.TrueForAll(x => x.Key.Verifies(Text, x.Signature)) ? [.. known.Select(x => x.Signature)] : [];
    }

    /// <summary>When a witness cosigned it, the latest time if it did so more than once; null if it did not.</summary>
    public DateTimeOffset? CosignedAt(VerifierKey witness) =>
        witness.Kind != KeyKind.Cosignature
            ? null
            : SignaturesOf(witness)
                .Select(x =>
                    (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(SignedMessage.SecondsOf(x.Bytes.Span)!.Value)
                )
                .Max();

    /// <summary>The note with more signatures below the others.</summary>
    public SignedNote With(params IEnumerable<NoteSignature> signatures) =>
        this with
        {
            Signatures = [.. Signatures, .. signatures],
        };

    /// <summary>The note as it is sent and kept.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(x => x.Line))}";

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
                return false;
        }
        return true;
    }
}

using System.Text.Json;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>
/// What verification keeps of an event: its leaf's hash, or why it has none; whether its code is right, where the key of
/// the codes is at hand; what it says of the officer's identity, where it does.
/// </summary>
internal sealed record EventPrint(
    long Seq,
    Guid Id,
    Guid? Stream,
    long Version,
    string Type,
    long Timestamp,
    byte[]? Hash,
    CanonicalFault? Fault,
    bool? Authentic,
    bool Fixed,
    string? Commitment
)
{
    private static readonly string[] Committing = ["officer_enrolled", "officer_identity_changed"];

    public DateTimeOffset RecordedAt => DateTimeOffset.UnixEpoch.AddMicroseconds(Timestamp);

    public Finding Where =>
        new()
        {
            Seq = Seq,
            Id = Id,
            Stream = Stream,
            Version = Version,
        };

    /// <summary>Computes it. The leaf's writer belongs to one thread.</summary>
    public static EventPrint Of(LedgerRow row, EventLeaf leaf, ByteKey? authenticity)
    {
        var stored = row.Event;
        byte[]? hash = new byte[MerkleTree.HashSize];
        CanonicalFault? fault = null;
        bool? authentic = null;
        try
        {
            if (authenticity is null)
                MerkleTree.HashLeaf(leaf.Leaf(stored), hash);
            else
                authentic = leaf.Hash(stored, hash, authenticity.Hash);
        }
        catch (CanonicalJsonException failure)
        {
            (hash, fault) = (null, failure.Fault);
        }
        return new EventPrint(
            stored.SeqId,
            stored.Id,
            stored.StreamId,
            stored.Version,
            stored.Type,
            stored.Timestamp,
            hash,
            fault,
            authentic,
            row.Fixed,
            Committing.Contains(stored.Type, StringComparer.Ordinal) ? CommitmentOf(stored.Data.Span) : null
        );
    }

    private static string CommitmentOf(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        try
        {
            while (reader.Read())
            {
                if (
                    reader.CurrentDepth == 1
                    && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("identityCommitment"u8)
                )
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Then it commits to nothing that an identity could open.
        }
        return "";
    }
}

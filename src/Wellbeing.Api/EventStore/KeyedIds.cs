using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Ids that follow from keys: an HMAC under a secret outside the database, so that a repetition meets the same id and
/// nobody can guess one or read a key from it. UUID version 8 (RFC 9562).
/// </summary>
internal sealed class KeyedIds(Secrets secrets)
{
    /// <summary>The id of an event that comes under a key.</summary>
    public Guid Event(string scope, string key) => Of("event ids", scope, key);

    /// <summary>What a source system's stream is known by.</summary>
    public Guid Stream(string scope, string key) => Of("source streams", scope, key);

    /// <summary>What an answer is kept under.</summary>
    public Guid Reply(string scope, string key) => Of("replies", scope, key);

    /// <summary>What tells one content from another.</summary>
    public byte[] Fingerprint(ReadOnlySpan<byte> content) => secrets.Derive("fingerprints").Authenticate(content);

    /// <summary>
    /// The id of an event that is appended together with a first one. It follows from the first, so that a repetition meets
    /// the same ids; a UUID of version 8 like that of a key.
    /// </summary>
    /// <param name="first">The first event's id.</param>
    /// <param name="place">Its place after it; 0 is the first itself.</param>
    public static Guid Following(Guid first, int place)
    {
        if (place == 0)
            return first;
        Span<byte> content = stackalloc byte[16 + sizeof(int)];
        first.TryWriteBytes(content, bigEndian: true, out var written);
        BinaryPrimitives.WriteInt32BigEndian(content[written..], place);
        return Version8(SHA256.HashData(content));
    }

    /// <summary>For who has to know before an answer begins: fails where no id can be told now.</summary>
    /// <exception cref="SealUnavailableException">The secrets are not there yet.</exception>
    public void Demand() => secrets.Derive("event ids");

    private Guid Of(string label, string scope, string key)
    {
        // The length of the scope stands before it: no two pairs of scope and key read alike.
        var size = sizeof(int) + Encoding.UTF8.GetByteCount(scope) + Encoding.UTF8.GetByteCount(key);
        var buffer = size <= 512 ? stackalloc byte[512] : new byte[size];
        var written = Encoding.UTF8.GetBytes(scope, buffer[sizeof(int)..]);
        BitConverter.TryWriteBytes(buffer, written);
        var end = sizeof(int) + written;
        end += Encoding.UTF8.GetBytes(key, buffer[end..]);
        Span<byte> hash = stackalloc byte[KeyedHash.Size];
        secrets.Derive(label).Hash.Compute(buffer[..end], hash);
        return Version8(hash);
    }

    private static Guid Version8(Span<byte> hash)
    {
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

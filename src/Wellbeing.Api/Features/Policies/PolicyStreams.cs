using System.Security.Cryptography;
using System.Text;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>
/// The streams of policies. Their ids, and those of the first versions, follow from names, the same on every node and in
/// every database: whoever adopts the first versions, they are adopted once. UUID version 8 (RFC 9562).
/// </summary>
internal static class PolicyStreams
{
    /// <summary>The streams of all kinds.</summary>
    public static Guid[] Ids { get; } = [.. Enum.GetValues<PolicyKind>().Select(IdOf)];

    /// <summary>The kind that a route names, or null.</summary>
    public static PolicyKind? KindOf(string word) =>
        ValueFormats.Of(typeof(PolicyKind)).TryGetValue(word, out var kind) ? (PolicyKind)kind : null;

    public static Guid IdOf(PolicyKind kind) => Of($"policy/{EnumNames.Of(kind)}");

    /// <summary>Id of the event by which a version that the product ships is adopted.</summary>
    public static Guid InitialId(PolicyAdopted version) => Of($"policy/{EnumNames.Of(version.Kind)}/{version.Version}");

    private static Guid Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>
/// What an event keeps of an officer's identity: a commitment that says nothing without the salt beside the identity, and
/// by which two swapped identities are found. Erasing the salt leaves it meaningless.
/// </summary>
internal static class IdentityCommitment
{
    public const int SaltSize = 32;

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltSize);

    /// <summary>HMAC-SHA256 under the salt, in base64. An absent value differs from an empty one.</summary>
    public static string Compute(ReadOnlySpan<byte> salt, Guid officerId, string? name, string? badge, string? contact)
    {
        if (salt.Length != SaltSize)
            throw new ArgumentException($"A salt has {SaltSize} bytes.", nameof(salt));
        var size = Framing.IdSize + Framing.MaxSize(name) + Framing.MaxSize(badge) + Framing.MaxSize(contact);
        var buffer = new byte[size];
        var identity = new Framing(buffer);
        identity.Id(officerId);
        identity.Text(name);
        identity.Text(badge);
        identity.Text(contact);
        var commitment = Convert.ToBase64String(HMACSHA256.HashData(salt, identity.Written));
        CryptographicOperations.ZeroMemory(buffer);
        return commitment;
    }
}

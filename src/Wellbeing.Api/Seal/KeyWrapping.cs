using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Wraps the subjects' keys and the root secret under a master key: version byte 1, 12 bytes random nonce, cipher text, 16 bytes tag, with
/// the subject as additional data so that two rows cannot be swapped. Random nonces allow 2^32 wraps under one master key
/// (NIST SP 800-38D, 8.3).
/// </summary>
internal sealed class KeyWrapping(MasterKey master) : IDisposable
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int WrappedSize = 1 + NonceSize + SubjectKey.Size + TagSize;

    private readonly AesGcm _aes = new(master.Wrapping.Span, TagSize);

    public byte[] Wrap(SubjectKey key)
    {
        var wrapped = new byte[WrappedSize];
        wrapped[0] = Version;
        var nonce = wrapped.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        var cipher = wrapped.AsSpan(1 + NonceSize, SubjectKey.Size);
        _aes.Encrypt(
            nonce,
            key.Span,
            cipher,
            wrapped.AsSpan(WrappedSize - TagSize),
            Owner(key.SubjectId, stackalloc byte[17])
        );
        return wrapped;
    }

    /// <exception cref="KeyDamagedException">The row was altered, or belongs to another subject.</exception>
    public SubjectKey Unwrap(Guid subject, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length != WrappedSize || wrapped[0] != Version)
            throw new KeyDamagedException(subject);
        Span<byte> key = stackalloc byte[SubjectKey.Size];
        try
        {
            var cipher = wrapped.Slice(1 + NonceSize, SubjectKey.Size);
            var owner = Owner(subject, stackalloc byte[17]);
            _aes.Decrypt(wrapped.Slice(1, NonceSize), cipher, wrapped[^TagSize..], key, owner);
            return new SubjectKey(subject, key);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new KeyDamagedException(subject, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public void Dispose() => _aes.Dispose();

    private static ReadOnlySpan<byte> Owner(Guid subject, Span<byte> buffer)
    {
        var owner = new Framing(buffer);
        owner.Byte(Version);
        owner.Id(subject);
        return owner.Written;
    }
}

using System.Buffers;
using System.Security.Cryptography;
using Wellbeing.Domain;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Seals and opens texts: AES-256-GCM (NIST SP 800-38D) under a key that each text has for itself, so that the random
/// nonces of one key never come near their limit. GCM alone lets one cipher text open under two keys; the envelope
/// therefore commits to its key (Albertini et al., "How to Abuse and Fix Authenticated Encryption Without Key
/// Commitment", USENIX Security 2022).
/// </summary>
internal static class Sealer
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int KeySize = 32;
    private const int CommitmentSize = 32;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize + CommitmentSize;
    private const int OnStack = 512;

    /// <summary>Two seals of the same text differ.</summary>
    /// <exception cref="ArgumentException">The key is another subject's, or the text holds an unpaired surrogate.</exception>
    public static SealedText Seal(SubjectKey key, in SealContext context, string text)
    {
        if (key.SubjectId != context.SubjectId)
            throw new ArgumentException("A text is sealed under its own subject's key.", nameof(key));
        var size = Framing.Utf8.GetByteCount(text);
        var envelope = new byte[HeaderSize + size + TagSize];
        var nonce = envelope.AsSpan(1, NonceSize);
        envelope[0] = Version;
        RandomNumberGenerator.Fill(nonce);

        byte[]? rented = null;
        Span<byte> plain = size <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(size);
        plain = plain[..size];
        Span<byte> keys = stackalloc byte[KeySize + CommitmentSize];
        try
        {
            Derive(key, context, keys);
            keys[KeySize..].CopyTo(envelope.AsSpan(1 + NonceSize));
            Framing.Utf8.GetBytes(text, plain);
            using var aes = new AesGcm(keys[..KeySize], TagSize);
            var (cipher, tag) = (envelope.AsMemory(HeaderSize, size), envelope.AsMemory(HeaderSize + size));
            aes.Encrypt(nonce, plain, cipher.Span, tag.Span, Place(context, stackalloc byte[OnStack]));
        }
        finally
        {
            Clear(keys, plain, rented);
        }
        return new SealedText(envelope);
    }

    /// <summary>
    /// What opens one text and no other: its key and the commitment to it, 64 bytes. It says nothing of the subject's key.
    /// </summary>
    /// <exception cref="ArgumentException">The key is another subject's.</exception>
    public static byte[] KeyOf(SubjectKey key, in SealContext context)
    {
        if (key.SubjectId != context.SubjectId)
            throw new ArgumentException("A text is opened by its own subject's key.", nameof(key));
        var keys = new byte[KeySize + CommitmentSize];
        Derive(key, context, keys);
        return keys;
    }

    /// <exception cref="SealBrokenException">The text was altered, or is not the one sealed for this place.</exception>
    public static string Open(SubjectKey key, in SealContext context, SealedText text)
    {
        try
        {
            var plain = Decrypt(key, context, text);
            key.Alarms?.TextOpened(context);
            return plain;
        }
        catch (SealBrokenException)
        {
            key.Alarms?.TextBroken(context);
            throw;
        }
    }

    private static string Decrypt(SubjectKey key, in SealContext context, SealedText text)
    {
        var envelope = text.Envelope.Span;
        if (envelope.Length < HeaderSize + TagSize || envelope[0] != Version || key.SubjectId != context.SubjectId)
            throw new SealBrokenException(context);
        var cipher = envelope[HeaderSize..^TagSize];

        byte[]? rented = null;
        Span<byte> plain =
            cipher.Length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(cipher.Length);
        plain = plain[..cipher.Length];
        Span<byte> keys = stackalloc byte[KeySize + CommitmentSize];
        try
        {
            Derive(key, context, keys);
            if (
                !CryptographicOperations.FixedTimeEquals(keys[KeySize..], envelope.Slice(1 + NonceSize, CommitmentSize))
            )
                throw new SealBrokenException(context);
            using var aes = new AesGcm(keys[..KeySize], TagSize);
            var (nonce, tag) = (text.Envelope.Slice(1, NonceSize), text.Envelope[^TagSize..]);
            aes.Decrypt(nonce.Span, cipher, tag.Span, plain, Place(context, stackalloc byte[OnStack]));
            return Framing.Utf8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealBrokenException(context, e);
        }
        finally
        {
            Clear(keys, plain, rented);
        }
    }

    /// <summary>The text's own key and the commitment to it: HKDF-SHA256 (RFC 5869) of the subject's key.</summary>
    private static void Derive(SubjectKey key, in SealContext context, Span<byte> keys)
    {
        var size = Framing.IdSize + Framing.MaxSize(context.Field);
        var info = new Framing(size <= OnStack ? stackalloc byte[OnStack] : new byte[size]);
        info.Id(context.EventId);
        info.Text(context.Field);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Span, keys, salt: [], info.Written);
    }

    /// <summary>What the cipher text is bound to besides its key.</summary>
    private static ReadOnlySpan<byte> Place(in SealContext context, Span<byte> buffer)
    {
        var size = 1 + 3 * Framing.IdSize + Framing.MaxSize(context.EventType) + Framing.MaxSize(context.Field);
        var place = new Framing(size <= buffer.Length ? buffer : new byte[size]);
        place.Byte(Version);
        place.Id(context.SubjectId);
        place.Id(context.StreamId);
        place.Id(context.EventId);
        place.Text(context.EventType);
        place.Text(context.Field);
        return place.Written;
    }

    private static void Clear(Span<byte> keys, Span<byte> plain, byte[]? rented)
    {
        CryptographicOperations.ZeroMemory(keys);
        CryptographicOperations.ZeroMemory(plain);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}

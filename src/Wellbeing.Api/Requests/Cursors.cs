using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Requests;

/// <summary>
/// Seals where a list goes on into a text that nobody can read, change, or use elsewhere: it holds for one caller and what
/// one path names, however it is spelt.
/// </summary>
/// <param name="key">The same on every node; asked for each time, since it may not be there when the server starts.</param>
internal sealed class Cursors(Func<ByteKey> key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Longest = 2048;

    // A place may be a tuple.
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    public string Seal<T>(HttpContext context, T place)
        where T : struct
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(place, Json);
        Span<byte> sealedPlace = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedPlace[..NonceBytes]);
        using var cipher = new AesGcm(key().Span, TagBytes);
        cipher.Encrypt(
            sealedPlace[..NonceBytes],
            plain,
            sealedPlace[NonceBytes..^TagBytes],
            sealedPlace[^TagBytes..],
            Binding(context)
        );
        return Base64Url.EncodeToString(sealedPlace);
    }

    public bool TryOpen<T>(HttpContext context, string cursor, out T place)
        where T : struct
    {
        place = default;
        if (cursor.Length > Longest || !Base64Url.IsValid(cursor))
            return false;
        ReadOnlySpan<byte> sealedPlace = Base64Url.DecodeFromChars(cursor);
        if (sealedPlace.Length < NonceBytes + TagBytes)
            return false;
        var plain = new byte[sealedPlace.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(key().Span, TagBytes);
            cipher.Decrypt(
                sealedPlace[..NonceBytes],
                sealedPlace[NonceBytes..^TagBytes],
                sealedPlace[^TagBytes..],
                plain,
                Binding(context)
            );
            place = JsonSerializer.Deserialize<T>(plain, Json);
            return true;
        }
        catch (Exception wrong) when (wrong is CryptographicException or JsonException)
        {
            return false;
        }
    }

    // Routes are matched in any case, and so are the ids in them: what is bound is what they name.
    private static byte[] Binding(HttpContext context)
    {
        var route = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern;
        var named = route.Parameters.Select(x => context.GetRouteValue(x.Name)?.ToString());
        return Encoding.UTF8.GetBytes(
            $"{Caller.Of(context).Sub.Key}\n{route.RawText}\n"
                + string.Join('\n', named.Select(x => Guid.TryParse(x, out var id) ? id.ToString() : x))
        );
    }
}

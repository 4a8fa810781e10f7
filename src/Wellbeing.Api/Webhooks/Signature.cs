using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.Api.Webhooks;

/// <summary>Signs a message as Standard Webhooks has it: HMAC-SHA256 over id, time and body.</summary>
internal static class Signature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string Header = "webhook-signature";

    /// <summary>The header: a signature under each secret, of which the receiver needs to know one.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="at">When this attempt is made.</param>
    /// <param name="body">The body as it is sent.</param>
    /// <param name="secrets">The secrets as they are told.</param>
    public static string Of(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<string> secrets)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{TimeOf(at)}."), .. body];
        return string.Join(
            ' ',
            secrets.Select(x => "v1," + Convert.ToBase64String(HMACSHA256.HashData(WebhookSecrets.BytesOf(x), signed)))
        );
    }

    /// <summary>Seconds since 1970.</summary>
    public static string TimeOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

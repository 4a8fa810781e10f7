using System.Security.Cryptography;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// What messages are signed with: 32 random bytes, stored sealed under a key outside the database, told once, written nowhere
/// else.
/// </summary>
internal sealed class WebhookSecrets(Secrets secrets)
{
    /// <summary>What a secret begins with where it is told (Standard Webhooks).</summary>
    public const string Prefix = "whsec_";

    private const int Size = 32;

    /// <summary>A new one, as it is told.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));

    /// <summary>The bytes with which HMAC is keyed.</summary>
    public static byte[] BytesOf(string secret) => Convert.FromBase64String(secret[Prefix.Length..]);

    /// <exception cref="SealUnavailableException">The secrets are not there yet.</exception>
    public byte[] Seal(Guid webhook, Guid id, string secret) =>
        Sealer.Seal(KeyOf(webhook), PlaceOf(webhook, id), secret).Envelope.ToArray();

    /// <exception cref="SealUnavailableException">The secrets are not there yet, or it was altered.</exception>
    public string Open(Guid webhook, Guid id, byte[] envelope) =>
        Sealer.Open(KeyOf(webhook), PlaceOf(webhook, id), new SealedText(envelope));

    private SubjectKey KeyOf(Guid webhook) => new(webhook, secrets.Derive("webhooks").Span);

    private static SealContext PlaceOf(Guid webhook, Guid id) => new(webhook, webhook, id, "webhook", "secret");
}

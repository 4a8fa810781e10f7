using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// What a signed token has to be beside signed, by the issuer, for this service and in time: an access token, whose header
/// asks for nothing that is not understood, whose claims are of one form each, and which ends soon. The platform's own
/// validation lets all of it through.
/// </summary>
internal sealed class TokenRules(TimeSpan maximumLifetime, TimeProvider clock)
{
    /// <summary>How far ahead a token may end, unless <c>Authentication:MaximumLifetimeHours</c> says otherwise.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    // RFC 9068, 2.1; "JWT" and none are what issuers write that do not follow it. A type may come with "application/" (RFC 7515,
    // 4.1.9). Others, such as logout+jwt and dpop+jwt, are not for signing in.
    private static readonly string[] Types = ["at+jwt", "JWT"];

    // In ID tokens (OpenID Connect Core, 3.1.3.6 and 3.3.2.11) and security events (RFC 8417) alone.
    private static readonly string[] OfOtherTokens = ["at_hash", "c_hash", "s_hash", "events"];

    private static readonly string[] Texts = ["sub", "name", "unit", "badge"];
    private static readonly string[] Times = ["exp", "nbf", "iat"];

    // RFC 7519, 4: names are unique. Which of two counts, parsers do not agree on.
    private static readonly JsonDocumentOptions Unique = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    // 9999-12-31T23:59:59Z: what comes after is no time that can be counted with.
    private const double LastSecond = 253402300799;

    /// <summary>Why the token lets nobody in, or null.</summary>
    public string? Fault(JsonWebToken token)
    {
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedHeader), Unique);
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload), Unique);
            return FaultOf(header.RootElement) ?? FaultIn(claims.RootElement);
        }
        // The handler has read both: what fails here says a thing twice, or is nested too deep.
        catch (JsonException)
        {
            return "the token says something twice";
        }
    }

    /// <summary>When a token that was let in ends.</summary>
    public static DateTimeOffset? EndOf(ClaimsPrincipal caller) =>
        double.TryParse(caller.FindFirstValue("exp"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(seconds)
            : null;

    private static string? FaultOf(JsonElement header)
    {
        // RFC 7515, 4.1.11: who does not understand an extension that is critical must refuse, and none is understood here.
        if (header.TryGetProperty("crit", out _))
            return "the token asks for an extension";
        if (!header.TryGetProperty("typ", out var type))
            return null;
        const string media = "application/";
        var name = type.ValueKind == JsonValueKind.String ? type.GetString()! : "";
        if (name.StartsWith(media, StringComparison.OrdinalIgnoreCase))
            name = name[media.Length..];
        return Types.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : "the token is of another type";
    }

    private string? FaultIn(JsonElement claims)
    {
        foreach (var name in OfOtherTokens)
        {
            if (claims.TryGetProperty(name, out _))
                return "the token is no access token";
        }
        foreach (var name in Texts)
        {
            if (claims.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.String)
                return $"the token's {name} is no text";
        }
        foreach (var name in Times)
        {
            if (claims.TryGetProperty(name, out var time) && !IsTime(time))
                return $"the token's {name} is no time";
        }
        if (claims.TryGetProperty("role", out var role) && !IsTextOrTexts(role))
            return "the token's role is no text";
        var end = claims.GetProperty("exp").GetDouble();
        var latest = (clock.GetUtcNow() + maximumLifetime + Security.ClockSkew - DateTimeOffset.UnixEpoch).TotalSeconds;
        return end > latest ? "the token ends too late" : null;
    }

    private static bool IsTime(JsonElement time) =>
        time.ValueKind == JsonValueKind.Number
        && time.TryGetDouble(out var seconds)
        && seconds is >= 0 and <= LastSecond;

    private static bool IsTextOrTexts(JsonElement role) =>
        role.ValueKind == JsonValueKind.String
        || (
            role.ValueKind == JsonValueKind.Array && role.EnumerateArray().All(x => x.ValueKind == JsonValueKind.String)
        );
}

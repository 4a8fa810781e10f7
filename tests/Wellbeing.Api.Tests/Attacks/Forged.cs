using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Tokens as no library would make them, with the development issuer's signature.</summary>
internal static class Forged
{
    /// <summary>Claims of somebody who is let in.</summary>
    public static JsonObject Claims(string sub = "po-1", Role role = Role.PoliticalOfficer) =>
        new()
        {
            ["iss"] = DevelopmentIssuer.Name,
            ["aud"] = DevelopmentIssuer.Audience,
            ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
            ["sub"] = sub,
            ["role"] = Caller.NameOf(role),
        };

    public static string Token(string home, JsonObject claims, JsonObject? header = null) =>
        Token(home, claims.ToJsonString(), (header ?? Header("JWT")).ToJsonString());

    public static string Token(string home, string claims, string header)
    {
        var text = $"{Part(header)}.{Part(claims)}";
        var code = HMACSHA256.HashData(DevelopmentIssuer.Key(home).Key, Encoding.ASCII.GetBytes(text));
        return $"{text}.{Base64Url.EncodeToString(code)}";
    }

    public static JsonObject Header(string? type) =>
        type is null ? new() { ["alg"] = "HS256" } : new() { ["alg"] = "HS256", ["typ"] = type };

    public static JsonObject With(this JsonObject claims, string name, JsonNode? value)
    {
        claims[name] = value;
        return claims;
    }

    /// <summary>The same with a claim as it is written.</summary>
    public static string Raw(this JsonObject claims, string name, string json) =>
        $"{claims.ToJsonString()[..^1]},{JsonSerializer.Serialize(name)}:{json}}}";

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Wellbeing.Api.Hosting;

/// <summary>Signs tokens for development with a key that lies in this checkout's home and is made on first use.</summary>
internal static class DevelopmentIssuer
{
    public const string Name = "wellbeing-development";
    public const string Audience = "wellbeing";

    private const int KeyBytes = 32;

    /// <summary>Where this installation keeps what is its own: WELLBEING_HOME, or a folder beside the program.</summary>
    public static string Home(string contentRoot) =>
        Environment.GetEnvironmentVariable("WELLBEING_HOME") is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(contentRoot, ".wellbeing");

    /// <summary>A signed token for a role.</summary>
    public static string Token(
        string home,
        Role role,
        string? unit = null,
        string? badge = null,
        string? sub = null,
        string? name = null,
        TimeSpan? lifetime = null
    )
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = sub ?? $"development-{Caller.NameOf(role)}",
            ["name"] = name ?? Caller.NameOf(role),
            ["role"] = Caller.NameOf(role),
        };
        if (unit is not null)
            claims["unit"] = unit;
        if (badge is not null)
            claims["badge"] = badge;
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Name,
                Audience = Audience,
                Claims = claims,
                Expires = TimeProvider.System.GetUtcNow().UtcDateTime + (lifetime ?? TimeSpan.FromHours(12)),
                SigningCredentials = new SigningCredentials(Key(home), SecurityAlgorithms.HmacSha256),
            }
        );
    }

    /// <summary>The signing key. Of several processes that make it at once, all get the one that was first.</summary>
    public static SymmetricSecurityKey Key(string home)
    {
        var path = Path.Combine(home, "secrets", "development-issuer.key");
        SecretFile.MakeOnce(path, KeyBytes);
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? new SymmetricSecurityKey(key)
            : throw new InvalidOperationException($"The key file {path} is damaged; delete it and a new one is made.");
    }
}

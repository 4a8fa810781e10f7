using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class SecurityTests
{
    private static void Map(WebApplication app)
    {
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/api/v1/mine", (HttpContext context) => Results.Json(Shown(Caller.Of(context))))
            .AllowRoles(Role.Officer, Role.Auditor);
    }

    private static object Shown(Caller caller) =>
        new
        {
            sub = caller.Sub.Id,
            caller.Name,
            caller.Roles,
            caller.Unit,
            caller.Badge,
        };

    private static string Sign(
        SecurityKey? key,
        string algorithm,
        Dictionary<string, object> claims,
        Action<SecurityTokenDescriptor>? change = null
    )
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = DevelopmentIssuer.Name,
            Audience = DevelopmentIssuer.Audience,
            Claims = claims,
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = key is null ? null : new SigningCredentials(key, algorithm),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private static Dictionary<string, object> Claims(object? role, string? sub = "s-1")
    {
        var claims = new Dictionary<string, object>();
        if (role is not null)
            claims["role"] = role;
        if (sub is not null)
            claims["sub"] = sub;
        return claims;
    }

    [Fact]
    public async Task when_a_token_is_right_the_caller_is_who_it_says()
    {
        await using var site = await Site.StartAsync(Map);
        var token = DevelopmentIssuer.Token(site.Home, Role.Officer, "ZX-01", "P000001", "s-9", "李雷");
        var reply = await site.GetAsync("/api/v1/mine", token);
        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Text.ShouldBe("""{"sub":"s-9","name":"李雷","roles":["officer"],"unit":"ZX-01","badge":"P000001"}""");
    }

    [Fact]
    public async Task when_there_is_no_token_only_what_is_open_answers()
    {
        await using var site = await Site.StartAsync(Map);
        (await site.GetAsync("/open")).Status.ShouldBe(HttpStatusCode.OK);
        var reply = await site.GetAsync("/api/v1/mine");
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Unauthorized, "unauthenticated"));
        reply.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task when_the_role_may_not_it_is_403()
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await site.GetAsync("/api/v1/mine", site.Token(Role.Commander));
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Forbidden, "forbidden"));
    }

    [Fact]
    public async Task when_a_token_is_not_ours_or_not_whole_it_is_401()
    {
        await using var site = await Site.StartAsync(Map);
        var key = DevelopmentIssuer.Key(site.Home);
        using var rsa = RSA.Create(2048);
        const string hmac = SecurityAlgorithms.HmacSha256;
        var officer = Claims("officer");
        var good = Sign(key, hmac, officer);
        (await site.GetAsync("/api/v1/mine", good)).Status.ShouldBe(HttpStatusCode.OK);
        (
            await site.GetAsync(
                "/api/v1/mine",
                Sign(key, hmac, officer, d => d.Expires = DateTime.UtcNow.AddSeconds(-20))
            )
        ).Status.ShouldBe(HttpStatusCode.OK);
        Dictionary<string, string> tokens = new()
        {
            ["nonsense"] = "nonsense",
            ["none"] = Sign(null, "none", officer),
            ["stripped"] = good[..(good.LastIndexOf('.') + 1)],
            ["tampered"] = good[..^6] + (good[^6..] == "AAAAAA" ? "BBBBBB" : "AAAAAA"),
            ["other key"] = Sign(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)), hmac, officer),
            ["other algorithm"] = Sign(
                new SymmetricSecurityKey([.. key.Key, .. key.Key]),
                SecurityAlgorithms.HmacSha512,
                officer
            ),
            ["rsa"] = Sign(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256, officer),
            ["expired"] = Sign(key, hmac, officer, d => d.Expires = DateTime.UtcNow.AddSeconds(-40)),
            ["early"] = Sign(key, hmac, officer, d => d.NotBefore = DateTime.UtcNow.AddSeconds(60)),
            ["endless"] = Sign(key, hmac, officer, d => d.Expires = null),
            ["other issuer"] = Sign(key, hmac, officer, d => d.Issuer = "somebody"),
            ["other audience"] = Sign(key, hmac, officer, d => d.Audience = "something"),
            ["no subject"] = Sign(key, hmac, Claims("officer", null)),
            ["blank subject"] = Sign(key, hmac, Claims("officer", " ")),
            ["no role"] = Sign(key, hmac, Claims(null)),
            ["unknown role"] = Sign(key, hmac, Claims("chief")),
            ["misspelt role"] = Sign(key, hmac, Claims("Officer")),
            ["one unknown role"] = Sign(key, hmac, Claims(new[] { "officer", "chief" })),
            ["auditor and administrator"] = Sign(key, hmac, Claims(new[] { "auditor", "administrator" })),
        };
        foreach (var (fault, token) in tokens)
        {
            var reply = await site.GetAsync("/api/v1/mine", token);
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.Unauthorized, "unauthenticated"), fault);
        }
    }

    [Fact]
    public void when_a_token_has_several_roles_the_caller_has_all() =>
        Caller
            .From(
                new ClaimsPrincipal(
                    new ClaimsIdentity([new("sub", "a"), new("role", "political-officer"), new("role", "commander")])
                ),
                out _
            )!
            .Roles.ShouldBe([Role.PoliticalOfficer, Role.Commander], ignoreOrder: true);

    [Fact]
    public async Task when_an_endpoint_does_not_say_who_may_the_server_does_not_start()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() =>
            Site.StartAsync(app => app.MapGet("/silent", () => ""))
        );
        refused.Message.ShouldContain("/silent");
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://issuer.example")]
    public void when_production_names_no_issuer_or_one_without_tls_the_server_does_not_start(string authority) =>
        Should
            .Throw<InvalidOperationException>(() =>
                Site.Build(Path.GetTempPath(), new Written(), "Production", [$"--Authentication:Authority={authority}"])
            )
            .Message.ShouldContain("Authentication:Authority");

    [Fact]
    public async Task when_an_issuer_is_named_only_its_keys_and_algorithms_count()
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "k1" };
        await using var issuer = await Site.StartAsync(app => MapIssuer(app, rsa));
        var address = issuer.Address.GetLeftPart(UriPartial.Authority);
        await using var site = await Site.StartAsync(Map, $"--Authentication:Authority={address}");
        Dictionary<string, string> tokens = new()
        {
            ["RS256"] = Sign(key, SecurityAlgorithms.RsaSha256, Claims("officer"), d => d.Issuer = address),
            ["PS256"] = Sign(key, SecurityAlgorithms.RsaSsaPssSha256, Claims("officer"), d => d.Issuer = address),
            ["public key as a secret"] = Sign(
                new SymmetricSecurityKey(rsa.ExportSubjectPublicKeyInfo()) { KeyId = "k1" },
                SecurityAlgorithms.HmacSha256,
                Claims("officer"),
                d => d.Issuer = address
            ),
            ["none"] = Sign(null, "none", Claims("officer"), d => d.Issuer = address),
            ["development issuer"] = site.Token(Role.Officer),
            ["other audience"] = Sign(
                key,
                SecurityAlgorithms.RsaSha256,
                Claims("officer"),
                d => (d.Issuer, d.Audience) = (address, "another")
            ),
        };
        foreach (var (kind, token) in tokens)
        {
            var right = kind is "RS256" or "PS256";
            var reply = await site.GetAsync("/api/v1/mine", token);
            reply.Status.ShouldBe(right ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, kind);
        }
    }

    private static void MapIssuer(WebApplication app, RSA rsa)
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "k1" }
        );
        app.MapGet(
                "/keys",
                () =>
                    new
                    {
                        keys = new[]
                        {
                            new
                            {
                                kty = "RSA",
                                kid = "k1",
                                n = jwk.N,
                                e = jwk.E,
                            },
                        },
                    }
            )
            .AllowAnonymous();
        app.MapGet(
                "/.well-known/openid-configuration",
                (HttpRequest request) =>
                    new { issuer = $"http://{request.Host}", jwks_uri = $"http://{request.Host}/keys" }
            )
            .AllowAnonymous();
    }

    [Fact]
    public async Task when_the_issuer_does_not_answer_it_is_503()
    {
        await using var site = await Site.StartAsync(Map, "--Authentication:Authority=http://127.0.0.1:1");
        var reply = await site.GetAsync("/api/v1/mine", site.Token(Role.Officer));
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
    }

    [Fact]
    public async Task when_many_make_the_key_at_once_all_get_the_same()
    {
        var home = Directory.CreateTempSubdirectory("wellbeing-key-").FullName;
        var keys = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => DevelopmentIssuer.Key(home).Key))
        );
        keys.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        var secrets = Path.Combine(home, "secrets");
        Directory.GetFiles(secrets).ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Directory.GetFiles(secrets)[0])
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(secrets)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void when_the_key_is_damaged_its_file_is_named()
    {
        var home = Directory.CreateTempSubdirectory("wellbeing-key-").FullName;
        DevelopmentIssuer.Key(home);
        var file = Directory.GetFiles(Path.Combine(home, "secrets"))[0];
        File.WriteAllText(file, "short", Encoding.ASCII);
        Should.Throw<InvalidOperationException>(() => DevelopmentIssuer.Key(home)).Message.ShouldContain(file);
        Directory.Delete(home, recursive: true);
    }
}

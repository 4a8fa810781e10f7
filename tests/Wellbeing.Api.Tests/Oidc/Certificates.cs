using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>A certificate authority of a test's own, and the certificate of a server on the loopback address.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    /// <summary>Makes them, and writes what other programs read into a folder.</summary>
    public Certificates(string folder)
    {
        AuthorityFile = Path.Combine(folder, "authority.pem");
        ServerFile = Path.Combine(folder, "server.pem");
        KeyFile = Path.Combine(folder, "server.key");
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddDays(1));

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = Request("CN=Authority of a test", authorityKey);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = authority.CreateSelfSigned(from, to);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = Request("CN=127.0.0.1", serverKey);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(_authority, from, to, RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
        File.WriteAllText(ServerFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    public string AuthorityFile { get; }

    public string ServerFile { get; }

    public string KeyFile { get; }

    /// <summary>Somebody who trusts this authority and no other.</summary>
    public HttpClient Client()
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(_authority);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } });
    }

    public void Dispose() => _authority.Dispose();

    private static CertificateRequest Request(string name, ECDsa key) => new(name, key, HashAlgorithmName.SHA256);
}

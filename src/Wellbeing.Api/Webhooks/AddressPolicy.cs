using System.Net;
using System.Net.Sockets;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Which addresses a webhook may lead to. It is asked of each address that is about to be connected to: what a name stood for
/// at its registration says nothing about what it stands for now.
/// </summary>
/// <param name="AllowLoopback">Whether this machine itself may be called, and by plain HTTP; for tests and development.</param>
/// <param name="Allowed">Networks that may be called though they are not public, such as the bureau's own.</param>
internal sealed record AddressPolicy(bool AllowLoopback, IReadOnlyList<IPNetwork> Allowed)
{
    /// <summary>The longest address that is taken, in characters.</summary>
    public const int Longest = 2000;

    // Not globally reachable by the registries of special-purpose addresses (RFC 6890), and multicast.
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
        }.Select(x => IPNetwork.Parse(x)),
    ];

    // All else of IPv6 is local, multicast, or leads to an IPv4 address that would have to be looked at by itself.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Allowed.Any(x => x.Contains(plain)))
            return true;
        if (IPAddress.IsLoopback(plain))
            return AllowLoopback;
        return !Array.Exists(Closed, x => x.Contains(plain))
            && (plain.AddressFamily == AddressFamily.InterNetwork || Global6.Contains(plain));
    }

    /// <summary>What is wrong with an address as it is registered: the code of a text under "fields"; null for nothing.</summary>
    public string? FaultOf(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || HostOf(uri) is not { Length: > 0 } host
        )
            return "url";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || url.Contains('#', StringComparison.Ordinal))
            return "url-credentials";
        var address = IPAddress.TryParse(host, out var literal) ? literal : null;
        var loopback = address is null
            ? host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            : IPAddress.IsLoopback(address);
        if (uri.Scheme == "http" && !(loopback && AllowLoopback))
            return "url-scheme";
        return (address is not null && !Allows(address)) || (loopback && !AllowLoopback) ? "url-address" : null;
    }

    private static string? HostOf(Uri uri)
    {
        try
        {
            return uri.IdnHost;
        }
        catch (UriFormatException)
        {
            // A name of letters that no name may have: it is an address all the same until it is asked for.
            return null;
        }
    }
}

/// <summary>A name stands for no address that may be called.</summary>
internal sealed class AddressRefusedException() : IOException("The name stands for no address that may be called.");

using System.Globalization;
using System.Net;

namespace Wellbeing.Api.Observability;

/// <summary>Where operators ask: <c>Admin:Port</c> (or <c>--admin-port</c>) and <c>Admin:Address</c>.</summary>
internal sealed record AdminAddress(IPAddress Address, int Port)
{
    /// <summary>Null where no port is given: then nobody listens.</summary>
    public static AdminAddress? Of(IConfiguration configuration)
    {
        var port = configuration["admin-port"] ?? configuration["Admin:Port"];
        if (string.IsNullOrEmpty(port))
            return null;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InvalidOperationException("Admin:Port is not a port.");
        var address = configuration["Admin:Address"];
        if (string.IsNullOrEmpty(address))
            return new AdminAddress(IPAddress.Loopback, number);
        return IPAddress.TryParse(address, out var parsed)
            ? new AdminAddress(parsed, number)
            : throw new InvalidOperationException("Admin:Address is not an IP address.");
    }
}

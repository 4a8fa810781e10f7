using System.Globalization;
using System.Net;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Webhooks;

/// <summary>How webhooks are served.</summary>
/// <param name="Source">The CloudEvents' <c>source</c>: a URI that names this bureau's record.</param>
/// <param name="Addresses">Which addresses may be called.</param>
/// <param name="Attempts">How often an event is tried before it is a dead letter; at least 1.</param>
/// <param name="FirstDelay">How long after the first failure it is tried again; six times as long after each further one.</param>
/// <param name="LongestDelay">The longest that is waited between two attempts.</param>
/// <param name="Timeout">How long an attempt may take, from the name's lookup to the answer's headers.</param>
/// <param name="Overlap">For how long the secret before the present one signs as well.</param>
internal sealed record WebhookSettings(
    string Source,
    AddressPolicy Addresses,
    int Attempts,
    TimeSpan FirstDelay,
    TimeSpan LongestDelay,
    TimeSpan Timeout,
    TimeSpan Overlap
)
{
    /// <summary>How many requests to one endpoint are under way at once, on each node.</summary>
    public const int AtOnce = 4;

    private const double Factor = 6;

    /// <summary>For how long whoever has taken a delivery on keeps it: longer than an attempt and what is put down after it.</summary>
    public TimeSpan Lease => Timeout + TimeSpan.FromSeconds(3);

    /// <summary>
    /// When to try again: as late as the receiver asks for, within the longest delay, and up to a quarter later, so that what
    /// failed together does not come together again.
    /// </summary>
    /// <param name="usual">When it would be tried again.</param>
    /// <param name="now">The time.</param>
    /// <param name="asked">How long the receiver asks to wait.</param>
    public DateTimeOffset Spread(DateTimeOffset usual, DateTimeOffset now, TimeSpan? asked)
    {
        var delay = usual - now;
        if (asked > delay)
            delay = asked.Value < LongestDelay ? asked.Value : LongestDelay;
        return Instants.Truncate(now + delay * (1 + Random.Shared.NextDouble() / 4));
    }

    /// <summary>How long to wait after an attempt that failed; null after the last.</summary>
    /// <param name="failed">How many have failed by now, from 1.</param>
    public TimeSpan? DelayAfter(int failed) =>
        failed >= Attempts ? null
        : FirstDelay.TotalSeconds * Math.Pow(Factor, failed - 1) is var seconds && seconds < LongestDelay.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
        : LongestDelay;

    /// <exception cref="InvalidOperationException">A setting is out of its range; the message names it.</exception>
    public static WebhookSettings Of(IConfiguration configuration)
    {
        var section = configuration.GetSection("Webhooks");
        var attempts = section.GetValue("Attempts", 8);
        if (attempts is < 1 or > 100)
            throw new InvalidOperationException($"Webhooks:Attempts is {attempts}; it must be from 1 to 100.");
        var source = section["Source"] ?? "urn:wellbeing:record";
        if (!Uri.TryCreate(source, UriKind.Absolute, out _))
            throw new InvalidOperationException("Webhooks:Source must be an absolute URI.");
        return new(
            source,
            new AddressPolicy(section.GetValue("AllowLoopback", false), Networks(section["AllowedNetworks"])),
            attempts,
            Positive("FirstDelay", TimeSpan.FromSeconds(5)),
            Positive("LongestDelay", TimeSpan.FromHours(6)),
            Positive("Timeout", TimeSpan.FromSeconds(10)),
            Positive("SecretOverlap", TimeSpan.FromDays(1))
        );

        TimeSpan Positive(string name, TimeSpan usual) =>
            section.GetValue(name, usual) is var value && value > TimeSpan.Zero && value <= TimeSpan.FromDays(30)
                ? value
                : throw new InvalidOperationException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Webhooks:{name} is {value}; it must be more than nothing and at most 30 days."
                    )
                );
    }

    private static IReadOnlyList<IPNetwork> Networks(string? text) =>
        [
            .. (text ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(x =>
                    IPNetwork.TryParse(x, out var network)
                        ? network
                        : throw new InvalidOperationException(
                            $"Webhooks:AllowedNetworks holds {x}, which is no network such as 10.20.0.0/16."
                        )
                ),
        ];
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Wellbeing.Domain;

namespace Wellbeing.Api.Observability;

/// <summary>
/// What the service counts of its own. Labels come from small fixed sets: never an id, a path, a name or a text.
/// </summary>
internal static class Counters
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "Wellbeing";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Spans = new(Name);

    private static readonly Counter<long> Appends = Meter.CreateCounter<long>(
        "wellbeing.appends",
        "{event}",
        "Events that are on record."
    );

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "wellbeing.refusals",
        "{answer}",
        "Requests that were answered with a problem."
    );

    private static readonly Counter<long> Disclosures = Meter.CreateCounter<long>(
        "wellbeing.disclosures",
        "{disclosure}",
        "Disclosures of sealed text that are on record."
    );

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "wellbeing.webhook.deliveries",
        "{attempt}",
        "Attempts to deliver an event to a webhook."
    );

    private static readonly Gauge<long> DeadLetters = Meter.CreateGauge<long>(
        "wellbeing.webhook.dead_letters",
        "{event}",
        "Events that no attempt could deliver to a webhook, when /readyz last asked."
    );

    private static readonly Gauge<long> Lag = Meter.CreateGauge<long>(
        "wellbeing.projection.lag",
        "{event}",
        "Stored events that the read models did not show when /readyz last asked."
    );

    private static readonly Counter<long> DutyFailures = Meter.CreateCounter<long>(
        "wellbeing.duty.failures",
        "{failure}",
        "Runs of a background duty that failed, each of which is tried again."
    );

    /// <summary>A background duty failed.</summary>
    public static void DutyFailed(string duty) => DutyFailures.Add(1, new KeyValuePair<string, object?>("duty", duty));

    /// <summary>An event of this type is stored.</summary>
    public static void Appended(string eventType)
    {
        if (Appends.Enabled && Catalogue.Named(eventType) is { } type)
            Appends.Add(1, new("stream", type.Stream.Word()), new("event", type.Name));
    }

    /// <summary>A request is answered with a problem.</summary>
    public static void Refused(string code, int status)
    {
        if (Refusals.Enabled)
            Refusals.Add(1, new("code", code), new("status", status));
    }

    /// <summary>A disclosure of a stream's sealed text is stored.</summary>
    public static void Disclosed(StreamKind stream) =>
        Disclosures.Add(1, new KeyValuePair<string, object?>("stream", stream.Word()));

    /// <summary>An attempt to deliver came out as a word of a few says.</summary>
    public static void Attempted(string outcome) =>
        Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>So many events are in the lists of dead letters.</summary>
    public static void Dead(long events) => DeadLetters.Record(events);

    /// <summary>So many stored events are not in the read models.</summary>
    public static void Behind(long events) => Lag.Record(events);

    /// <summary>The time that one transaction of the journal takes; null while nobody traces.</summary>
    public static Activity? Committing(int appends) =>
        Spans.StartActivity("journal commit")?.SetTag("wellbeing.appends", appends);
}

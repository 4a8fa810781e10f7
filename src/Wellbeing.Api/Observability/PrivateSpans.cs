using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Wellbeing.Api.Observability;

/// <summary>
/// Leaves of every span what says where time went, and nothing of whom or what a request was about: only tags that are
/// named here pass. Paths, queries, hosts, agents, statements and messages are not among them.
/// </summary>
internal sealed class PrivateSpans : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "url.scheme",
        "network.protocol.version",
        "error.type",
        "db.system.name",
        "db.namespace",
        "db.response.status_code",
        "db.npgsql.data_source",
        "db.npgsql.prepared",
        "db.npgsql.rows",
        "messaging.system",
        "messaging.destination",
        "messaging.message_type",
        "wellbeing.appends"
    );

    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
        {
            if (!Kept.Contains(name))
                data.SetTag(name, null);
        }
        // A description is an exception's message, and the caller writes the trace state.
        data.SetStatus(data.Status);
        data.TraceStateString = null;
    }
}

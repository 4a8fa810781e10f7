using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wellbeing.Api.Background;

/// <summary>How old the oldest event is that a duty has not come to: what <c>/readyz</c> says of each.</summary>
internal static class Lag
{
    /// <summary>Name of the age in a check's data, in whole seconds.</summary>
    public const string Name = "oldestSeconds";

    /// <summary>An event is sequenced, judged and queued within a second or two; beyond this nobody is at it.</summary>
    private const long InTime = 3;

    /// <summary>SQL: how far a subscription has come.</summary>
    public static string ProgressOf(string duty) =>
        $"coalesce((SELECT last_seq_id FROM events.mt_event_progression WHERE name = '{DutyNames.ShardOf(duty)}'), 0)";

    /// <summary>SQL: seconds from the recording of the first event above a sequence number until a time; 0 without one.</summary>
    public static string SecondsBeyond(string seq, string now) =>
        $"""
            coalesce(greatest(0, extract(epoch FROM {now} - (
                SELECT e.timestamp FROM events.mt_events AS e WHERE e.seq_id > {seq} ORDER BY e.seq_id LIMIT 1)))::bigint, 0)
            """;

    /// <summary>Degraded where something else is amiss, or the oldest event has waited too long.</summary>
    public static HealthCheckResult Result(bool healthy, long oldest, string otherwise, Dictionary<string, object> data)
    {
        data[Name] = oldest;
        return healthy && oldest <= InTime
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded(otherwise, data: data);
    }
}

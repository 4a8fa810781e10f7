namespace Wellbeing.Api.Background;

/// <summary>Names of the background duties, as <c>/readyz</c>, metrics and Marten's progression table have them.</summary>
internal static class DutyNames
{
    public const string Rules = "rules";
    public const string Webhooks = "webhooks";
    public const string Erasures = "erasures";
    public const string Sequencer = "sequencer";

    /// <summary>Row of a subscription in <c>mt_event_progression</c>.</summary>
    public static string ShardOf(string duty) => $"{duty}:All";
}

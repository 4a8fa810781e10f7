using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Lines of talks, warnings, interventions and tests.</summary>
internal static class CareLines
{
    public static string Arranged(string name, string badge) =>
        Talk(
            name,
            "talk_scheduled",
            "2024-03-01",
            new
            {
                badgeNumber = badge,
                kind = "homeVisit",
                scheduledFor = "2024-03-05T09:30:00+08:00",
                reason = "A child was born",
            }
        );

    /// <summary>A talk that took place, and nobody had arranged it.</summary>
    public static string Held(string name, string badge, string narrative = "Sleeps badly") =>
        Talk(
            name,
            "talk_held",
            "2024-03-05",
            new
            {
                badgeNumber = badge,
                kind = "heartToHeart",
                heldAt = "2024-03-05T09:30:00+08:00",
                topics = new[] { "shift work" },
                concerns = new[] { new { category = "family", severity = 2 } },
                narrative,
            }
        );

    /// <summary>One that had been arranged took place.</summary>
    public static string Took(string name, string narrative = "Sleeps badly") =>
        Talk(name, "talk_held", "2024-03-05", new { heldAt = "2024-03-05T09:30:00+08:00", narrative });

    public static string Omitted(string name, string badge) =>
        Talk(
            name,
            "talk_omitted",
            "2024-04-01",
            new
            {
                badgeNumber = badge,
                trigger = "quarterly",
                dueOn = "2024-03-31",
            }
        );

    public static string Agreed(string name, string what = "Other shifts") =>
        Talk(
            name,
            "talk_follow_up_agreed",
            "2024-03-07",
            new
            {
                what,
                owner = "po-7",
                dueOn = "2024-04-30",
            }
        );

    public static string Finished(string name, int number, string note = "Granted") =>
        Talk(name, "talk_follow_up_done", "2024-04-20", new { number, note }, $"-{number}");

    public static string Overdue(string name) => Talk(name, "talk_follow_up_overdue", "2024-05-01", new { number = 1 });

    public static string Voided(string name) =>
        Talk(name, "talk_voided", "2024-05-01", new { reason = "It was somebody else" }).But("actor", "auditor-1");

    public static string Raised(string name, string badge, string source = "peer", string? sourceStream = null) =>
        Warning(
            name,
            "warning_raised",
            "2024-03-10",
            new
            {
                badgeNumber = badge,
                category = "emotional",
                level = "orange",
                source,
                sourceStream,
                evidence = "Finds him withdrawn",
            }
        );

    public static string Acknowledged(string name) => Warning(name, "warning_acknowledged", "2024-03-11", new { });

    public static string Dismissed(string name) =>
        Warning(name, "warning_dismissed", "2024-03-12", new { reason = "Raised twice" });

    public static string Opened(string name, string badge, params string[] warningStreams) =>
        Intervention(
            name,
            "intervention_opened",
            "2024-03-20",
            new
            {
                badgeNumber = badge,
                kind = "familyHelp",
                warningStreams,
                plan = "A place in a day nursery",
            }
        );

    public static string Session(string name, int day, string note = "Spoke about sleep") =>
        Intervention(
            name,
            "intervention_session_recorded",
            $"2024-04-{day:00}",
            new
            {
                heldAt = $"2024-04-{day:00}T15:00:00+08:00",
                with = "counsellor-3",
                mode = "inPerson",
                progress = "improved",
                note,
            },
            $"-{day}"
        );

    public static string Suspended(string name) =>
        Intervention(name, "intervention_suspended", "2024-05-01", new { reason = "In hospital" });

    public static string Completed(string name) =>
        Intervention(name, "intervention_completed", "2024-05-20", new { outcome = "improved", note = "Sleeps again" });

    public static string Assigned(string name, string badge, string instrument = "PHQ-9") =>
        Assessment(
            name,
            "assessment_assigned",
            "2024-05-21",
            new
            {
                badgeNumber = badge,
                instrument,
                reason = "After the accident",
            }
        );

    public static string Answered(string name, params int[] items) =>
        Assessment(
            name,
            "assessment_completed",
            "2024-05-22",
            new
            {
                language = "zh-CN",
                instrumentVersion = "1999",
                items,
            }
        );

    private static string Talk(string name, string type, string on, object data, string suffix = "") =>
        Line($"{name}-{type}{suffix}", $"talk/{name}", type, $"{on}T08:00:00Z", data);

    private static string Warning(string name, string type, string on, object data) =>
        Line($"{name}-{type}", $"warning/{name}", type, $"{on}T08:00:00Z", data);

    private static string Intervention(string name, string type, string on, object data, string suffix = "") =>
        Line($"{name}-{type}{suffix}", $"intervention/{name}", type, $"{on}T08:00:00Z", data);

    private static string Assessment(string name, string type, string on, object data) =>
        Line($"{name}-{type}", $"assessment/{name}", type, $"{on}T08:00:00Z", data);
}

namespace Wellbeing.Api.Tests.Rules;

/// <summary>The rules' data as an administrator posts it.</summary>
internal static class RuleBodies
{
    private static readonly string[] Categories =
    [
        "emotional",
        "family",
        "health",
        "financial",
        "conduct",
        "trauma",
        "workload",
        "career",
    ];

    public static object Rules(string validFrom, params object[] thresholds) =>
        new { validFrom, content = Content(thresholds) };

    public static object Content(object[] thresholds, int lateHours = 24, bool coversImported = false) =>
        new
        {
            rule = "six must-talks",
            mustTalkWithinDays = 14,
            lateHours,
            coversImported,
            thresholds,
        };

    public static object Threshold(
        string name,
        int version,
        string counts,
        int count,
        int windowDays,
        string level,
        int? severity = null
    ) =>
        new
        {
            name,
            version,
            counts,
            count,
            windowDays,
            categories = Categories,
            level,
            severity,
        };
}

using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Lines of leaves, banquets, suggestions and equipment.</summary>
internal static class PersonalLines
{
    public static string AskedForLeave(string name, string badge, string reason = "The mother is ill") =>
        Leave(
            name,
            "leave_requested",
            "2024-04-01",
            new
            {
                badgeNumber = badge,
                kind = "family",
                from = "2024-04-08",
                to = "2024-04-12",
                reason,
            }
        );

    public static string GrantedLeave(string name) => Leave(name, "leave_approved", "2024-04-02", new { });

    public static string WentOnLeave(string name) =>
        Leave(name, "leave_started", "2024-04-09", new { startedOn = "2024-04-09" });

    public static string Overstayed(string name) => Leave(name, "leave_overstayed", "2024-04-13", new { });

    public static string BackFromLeave(string name) =>
        Leave(name, "leave_returned", "2024-04-16", new { returnedOn = "2024-04-15" });

    private static string Leave(string name, string type, string on, object data) =>
        Line($"{name}-{type}", $"leave/{name}", type, $"{on}T08:00:00Z", data);
}

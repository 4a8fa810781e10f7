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

    public static string WithdrewLeave(string name) => Leave(name, "leave_withdrawn", "2024-04-03", new { });

    public static string WentOnLeave(string name) =>
        Leave(name, "leave_started", "2024-04-09", new { startedOn = "2024-04-09" });

    public static string Overstayed(string name) => Leave(name, "leave_overstayed", "2024-04-13", new { });

    public static string BackFromLeave(string name) =>
        Leave(name, "leave_returned", "2024-04-15", new { returnedOn = "2024-04-15" });

    public static string DeclaredBanquet(string name, string badge, string heldOn = "2024-06-20") =>
        Of(
            "banquet",
            name,
            "banquet_declared",
            "2024-04-01",
            new
            {
                badgeNumber = badge,
                occasion = "wedding",
                heldOn,
                guests = 60,
                venue = "Riverside inn",
            }
        );

    public static string SubmittedSuggestion(string name, string badge) =>
        Of(
            "suggestion",
            name,
            "suggestion_submitted",
            "2024-04-01",
            new
            {
                badgeNumber = badge,
                kind = "reliefMeasure",
                title = "One form",
                text = "The same twice",
            }
        );

    public static string AdoptedSuggestion(string name) =>
        Of("suggestion", name, "suggestion_adopted", "2024-04-10", new { owner = "po-7", dueOn = "2024-06-30" });

    public static string ImplementedSuggestion(string name) =>
        Of("suggestion", name, "suggestion_implemented", "2024-05-02", new { implementedOn = "2024-05-02" });

    public static string IssuedEquipment(
        string name,
        string badge,
        string item = "bodyCamera",
        string? serial = null
    ) =>
        Of(
            "equipment",
            name,
            "equipment_issued",
            "2024-04-01",
            new
            {
                badgeNumber = badge,
                item,
                serial = serial ?? Bureau.Name("DSJ-"),
                issuedOn = "2024-04-01",
            }
        );

    public static string ReturnedEquipment(string name, string on) =>
        Of("equipment", name, "equipment_returned", on, new { returnedOn = on, condition = "good" });

    public static string ServicedEquipment(string name, string note = "New battery") =>
        Of("equipment", name, "equipment_serviced", "2024-05-01", new { servicedOn = "2024-05-01", note });

    private static string Leave(string name, string type, string on, object data) => Of("leave", name, type, on, data);

    private static string Of(string kind, string name, string type, string on, object data) =>
        Line($"{name}-{type}", $"{kind}/{name}", type, $"{on}T08:00:00Z", data);
}

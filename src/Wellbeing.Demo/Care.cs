namespace Wellbeing.Demo;

/// <summary>Warnings and what was done about them; 56 families were helped.</summary>
internal static class Care
{
    public const int FamilyHelp = 56;

    private static readonly (int Count, string Level, string Category)[] Warnings =
    [
        (2, "red", "trauma"),
        (6, "orange", "emotional"),
        (14, "yellow", "workload"),
        (12, "yellow", "financial"),
        (20, "blue", "health"),
        (10, "blue", "career"),
    ];

    public static void Tell(Story story, Force force)
    {
        var total = Warnings.Sum(x => x.Count);
        var officers = new Queue<DemoOfficer>(story.Some(force.Officers, total + FamilyHelp));
        var number = 0;
        foreach (var (count, level, category) in Warnings)
        {
            for (var i = 0; i < count; i++)
                Warn(story, officers.Dequeue(), number++, level, category, Kind(category));
        }
        for (var i = 0; i < FamilyHelp; i++)
        {
            var officer = officers.Dequeue();
            // Every other family is helped before anything has to be classified.
            if (i % 2 == 0)
                Warn(story, officer, number++, "blue", "family", "familyHelp");
            else
                Help(story, officer, number++, "familyHelp", Year.Day(1, 16).AddDays(i * 6), null);
        }
    }

    private static void Warn(Story story, DemoOfficer officer, int number, string level, string category, string kind)
    {
        var (unit, stream) = (officer.Unit, $"warning/2023-{number + 1:000}");
        var day = Year.Day(1, 12).AddDays(number * 3 % 320);
        var raised = Year.At(day, 10);
        story.Tell(
            stream,
            "warning_raised",
            raised,
            unit.PoliticalOfficer,
            new
            {
                badgeNumber = officer.Badge,
                category,
                level,
                source = number % 3 == 0 ? "supervisor" : "peer",
                evidence = "同事反映近期状态有变化。",
            }
        );
        story.Tell(stream, "warning_acknowledged", raised.AddMinutes(50), unit.Commander, new { });
        story.Tell(
            stream,
            "warning_assigned",
            raised.AddMinutes(80),
            unit.Commander,
            new { to = unit.PoliticalOfficer }
        );
        Help(story, officer, number, kind, day, stream);
        // What came late in the year is still open when it ends.
        if (day.AddDays(45).Year == Year.Of)
            story.Tell(
                stream,
                "warning_resolved",
                Year.At(day.AddDays(45), 16),
                unit.PoliticalOfficer,
                new { outcome = "helped", note = "状态平稳，解除预警。" }
            );
    }

    private static void Help(Story story, DemoOfficer officer, int number, string kind, DateOnly day, string? warning)
    {
        var (lead, stream) = (
            kind is "counselling" or "crisis" ? "counsellor-1" : officer.Unit.PoliticalOfficer,
            $"intervention/2023-{number + 1:000}"
        );
        var opened = Year.At(day, 12);
        story.Tell(
            stream,
            "intervention_opened",
            opened,
            lead,
            new
            {
                badgeNumber = officer.Badge,
                kind,
                lead,
                warningStreams = warning is null ? null : new[] { warning },
                plan = "了解困难，落实帮扶措施。",
            }
        );
        for (var i = 1; i <= 2 && day.AddDays(i * 12).Year == Year.Of; i++)
        {
            var at = Year.At(day.AddDays(i * 12), 15);
            story.Tell(
                stream,
                "intervention_session_recorded",
                at,
                lead,
                new
                {
                    heldAt = Year.Text(at),
                    with = lead,
                    mode = "inPerson",
                    progress = i == 1 ? "unchanged" : "improved",
                    note = "情况好转。",
                },
                $"/{i}"
            );
        }
        if (day.AddDays(40).Year == Year.Of)
            story.Tell(
                stream,
                "intervention_completed",
                Year.At(day.AddDays(40), 15),
                lead,
                new { outcome = "improved", note = "帮扶措施已落实。" }
            );
    }

    private static string Kind(string category) =>
        category switch
        {
            "trauma" => "crisis",
            "emotional" => "counselling",
            "financial" => "hardship",
            "health" => "medicalCare",
            "workload" => "dutyAdjustment",
            _ => "rest",
        };
}

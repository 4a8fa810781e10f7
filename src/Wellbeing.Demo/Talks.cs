namespace Wellbeing.Demo;

/// <summary>The quarterly talks, and those that something makes due.</summary>
internal static class Talks
{
    /// <summary>So many were due in each quarter and did not take place.</summary>
    private static readonly int[] Omitted = [6, 4, 3, 2];

    private static readonly string[] Topics = ["值班安排", "家庭", "健康", "职业发展", "近期工作", "子女教育", "住房"];

    private static readonly string[] Told =
    [
        "近期工作平稳，家人支持。",
        "夜班较多，希望调整值班安排。",
        "孩子升学，情绪略有波动，已谈心疏导。",
        "身体恢复良好，愿意参加体能训练。",
        "对新岗位逐步适应，希望多参加培训。",
    ];

    /// <summary>What burdens one officer in forty, and shows in each of the officer's talks.</summary>
    private static readonly object Burden = new { category = "workload", severity = 2 };

    /// <summary>Every other of those who are burdened asked for two more talks.</summary>
    public static void TellAgain(Story story, Force force)
    {
        foreach (var (officer, i) in force.Officers.Select((x, i) => (x, i)).Where(x => x.i % 80 == 7))
        foreach (var day in (DateOnly[])[Year.Day(11, 6), Year.Day(11, 20)])
            Tell(story, officer, officer.Unit, "request", day, Kind(i), Burden);
    }

    public static void Tell(Story story, Force force)
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var first = Year.First(quarter);
            var length = Year.Last(quarter).DayNumber - first.DayNumber - 6;
            var omitted = story.Some(force.Officers, Omitted[quarter - 1]).ToHashSet();
            foreach (var (officer, i) in force.Officers.Select((x, i) => (x, i)))
            {
                if (omitted.Contains(officer))
                    Omit(story, officer, quarter);
                else
                    Tell(
                        story,
                        officer,
                        officer.Unit,
                        "quarterly",
                        first.AddDays(2 + (((i * 7) + (quarter * 11)) % length)),
                        Kind(i + quarter),
                        i % 40 == 7 ? Burden : null
                    );
            }
        }
    }

    /// <summary>A talk that took place.</summary>
    public static void Tell(
        Story story,
        DemoOfficer officer,
        DemoUnit unit,
        string trigger,
        DateOnly day,
        string kind,
        object? concern = null
    )
    {
        var at = Year.At(day, 9 + (day.DayNumber % 8), 15 * (day.DayNumber % 4));
        story.Tell(
            $"talk/{officer.Badge}-{trigger}-{Year.Text(day)}",
            "talk_held",
            at,
            unit.PoliticalOfficer,
            new
            {
                badgeNumber = officer.Badge,
                kind,
                trigger,
                host = unit.PoliticalOfficer,
                heldAt = Year.Text(at),
                minutes = story.Chance.Int(15, 60),
                topics = story.Some(Topics, 2),
                concerns = concern is null ? null : new[] { concern },
                mood = story.Chance.Int(3, 5),
                narrative = story.Chance.ArrayElement(Told),
            }
        );
    }

    private static void Omit(Story story, DemoOfficer officer, int quarter)
    {
        var last = Year.Last(quarter);
        story.Tell(
            $"talk/{officer.Badge}-omitted-{quarter}",
            "talk_omitted",
            Year.At(last, 23, 59),
            Force.Office,
            new
            {
                badgeNumber = officer.Badge,
                trigger = "quarterly",
                dueOn = Year.Text(last),
            }
        );
    }

    private static string Kind(int i) =>
        (i % 10) switch
        {
            < 7 => "heartToHeart",
            < 9 => "homeVisit",
            _ => "familyLetter",
        };
}

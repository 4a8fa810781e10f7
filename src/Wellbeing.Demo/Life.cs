namespace Wellbeing.Demo;

/// <summary>Lectures, sport and culture, and what was made easier.</summary>
internal static class Life
{
    public const int SportParticipants = 240;
    public const int ReliefMeasures = 10;

    private static readonly int[] LectureAttendances = [5, 5, 5, 5, 4];

    private static readonly string[] Lectures = ["睡眠与轮班", "压力管理", "家庭沟通", "创伤后的自我照顾", "正念训练"];

    private static readonly string[] Campaigns = ["春季书画展", "警营歌会", "读书月", "摄影大赛"];

    private static readonly string[] Sports = ["篮球联赛", "羽毛球赛", "健步走", "乒乓球赛"];

    private static readonly string[] Measures =
    [
        "合并两份台账",
        "取消重复报表",
        "精简会议",
        "统一信息录入",
        "错峰值班",
        "备勤轮休",
        "一次性告知装备领取",
        "清理工作群",
        "减少陪同检查",
        "夜间文书集中办理",
    ];

    public static void Tell(Story story, Force force)
    {
        for (var i = 0; i < Lectures.Length; i++)
            Hold(
                story,
                $"lecture-{i + 1}",
                "psychologyLecture",
                Lectures[i],
                Year.Day(2 + (2 * i), 15),
                story.Some(force.Officers, LectureAttendances[i])
            );
        for (var i = 0; i < Campaigns.Length; i++)
            Hold(
                story,
                $"culture-{i + 1}",
                "cultureCampaign",
                Campaigns[i],
                Year.Day(3 * (i + 1), 5),
                story.Some(force.Officers, 40)
            );
        // Half of those who play come a second time.
        var players = story.Some(force.Officers, SportParticipants);
        for (var i = 0; i < 12; i++)
            Hold(
                story,
                $"sport-{i + 1}",
                "sport",
                Sports[i % Sports.Length],
                Year.Day(1 + i, 18),
                [.. players.Skip(i * 20).Take(20), .. players.Skip((i + 5) % 12 * 20).Take(10)]
            );
        for (var quarter = 1; quarter <= 4; quarter++)
            Review(story, quarter);
        foreach (var (title, i) in Measures.Select((x, i) => (x, i)))
            Relieve(story, story.Chance.ArrayElement([.. force.Officers]), title, i);
    }

    private static void Hold(
        Story story,
        string name,
        string kind,
        string title,
        DateOnly day,
        IReadOnlyList<DemoOfficer> attending
    )
    {
        var at = Year.At(day, 14);
        story.Tell(
            $"activity/{name}",
            "activity_held",
            at,
            $"po-{Force.Root}",
            new
            {
                unitCode = Force.Root,
                kind,
                title,
                heldAt = Year.Text(at),
                minutes = 90,
            }
        );
        story.Tell(
            $"activity/{name}",
            "attendance_recorded",
            at.AddMinutes(90),
            $"po-{Force.Root}",
            new { badgeNumbers = attending.Select(x => x.Badge).Distinct() }
        );
    }

    private static void Review(Story story, int quarter)
    {
        var (stream, at) = ($"review/2023-Q{quarter}", Year.At(Year.Last(quarter).AddDays(-2), 15));
        story.Tell(
            stream,
            "review_held",
            at,
            $"po-{Force.Root}",
            new
            {
                unitCode = Force.Root,
                quarter = $"2023-Q{quarter}",
                heldAt = Year.Text(at),
            }
        );
    }

    private static void Relieve(Story story, DemoOfficer officer, string title, int i)
    {
        var stream = $"suggestion/relief-{i + 1}";
        var day = Year.Day(1 + i, 8);
        story.Tell(
            stream,
            "suggestion_submitted",
            Year.At(day),
            $"officer-{officer.Badge}",
            new
            {
                badgeNumber = officer.Badge,
                kind = "reliefMeasure",
                title,
                text = "基层反映重复劳动较多，建议改进。",
            }
        );
        story.Tell(
            stream,
            "suggestion_adopted",
            Year.At(day.AddDays(10)),
            $"co-{Force.Root}",
            new { owner = $"po-{Force.Root}", dueOn = Year.Text(day.AddDays(60)) }
        );
        story.Tell(
            stream,
            "suggestion_implemented",
            Year.At(day.AddDays(45)),
            $"po-{Force.Root}",
            new { implementedOn = Year.Text(day.AddDays(45)) }
        );
    }
}

namespace Wellbeing.Demo;

/// <summary>The honours of the year: 97 individuals and 18 collectives.</summary>
internal static class Honours
{
    private static readonly (int Count, string Level, string Authority)[] Individuals =
    [
        (72, "commendation", "county"),
        (22, "thirdClass", "city"),
        (3, "secondClass", "province"),
    ];

    private static readonly (int Count, string Level, string Authority)[] Collectives =
    [
        (12, "commendation", "county"),
        (5, "thirdClass", "city"),
        (1, "secondClass", "province"),
    ];

    private static readonly (string Deed, string Title)[] Deeds =
    [
        ("majorEvent", "重大活动安保先进"),
        ("emergency", "抢险救援先进"),
        ("majorCase", "破获重大案件先进"),
        ("hazardLead", "消除重大隐患先进"),
        ("publicThanks", "群众赠送锦旗"),
        ("fitness", "体能达标标兵"),
        ("attendance", "全勤标兵"),
    ];

    public static void Tell(Story story, Force force)
    {
        var officers = new Queue<DemoOfficer>(story.Some(force.Officers, Individuals.Sum(x => x.Count)));
        var number = 0;
        foreach (var (count, level, authority) in Individuals)
        {
            for (var i = 0; i < count; i++)
            {
                var officer = officers.Dequeue();
                Tell(story, number++, level, authority, officer.Unit, officer);
            }
        }
        // Two in three of those who are honoured serve at the front line.
        var units = new Queue<DemoUnit>(
            story.Some(force.Frontline, 12).Concat(story.Some(force.Units.Except(force.Frontline), 6))
        );
        foreach (var (count, level, authority) in Collectives)
        {
            for (var i = 0; i < count; i++)
                Tell(story, number++, level, authority, units.Dequeue(), null);
        }
    }

    private static void Tell(
        Story story,
        int number,
        string level,
        string authority,
        DemoUnit unit,
        DemoOfficer? officer
    )
    {
        var stream = $"commendation/2023-{number + 1:000}";
        var (deed, title) = Deeds[number % Deeds.Length];
        var nominated = Year.Day(1, 9).AddDays(number * 5 % 290);
        story.Tell(
            stream,
            "commendation_nominated",
            Year.At(nominated),
            unit.PoliticalOfficer,
            new
            {
                recipientKind = officer is null ? "collective" : "individual",
                badgeNumber = officer?.Badge,
                unitCode = officer is null ? unit.Code : null,
                title,
                deed,
                citation = "工作成绩突出，特此推荐。",
                nominatedOn = Year.Text(nominated),
            }
        );
        story.Tell(
            stream,
            "commendation_reviewed",
            Year.At(nominated.AddDays(4)),
            unit.Commander,
            new { advice = "approve" }
        );
        if (level != "commendation")
        {
            var publicised = nominated.AddDays(6);
            story.Tell(
                stream,
                "commendation_publicised",
                Year.At(publicised),
                Force.Office,
                new { publicisedOn = Year.Text(publicised) }
            );
        }
        // Seven working days of publicising, the longest holidays between them included.
        var approved = nominated.AddDays(30);
        story.Tell(
            stream,
            "commendation_approved",
            Year.At(approved),
            Force.Office,
            new
            {
                level,
                authority,
                legalBasis = "公安机关人民警察奖励条令",
            }
        );
        story.Tell(
            stream,
            "commendation_conferred",
            Year.At(approved.AddDays(5)),
            Force.Office,
            new { conferredOn = Year.Text(approved.AddDays(5)), orderNumber = $"江公奖〔2023〕{number + 1}号" }
        );
        if (officer is not null)
            Talks.Tell(story, officer, unit, "award", approved.AddDays(7), "heartToHeart");
    }
}

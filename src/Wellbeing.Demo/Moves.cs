namespace Wellbeing.Demo;

/// <summary>Who went where, and what each is good at.</summary>
internal static class Moves
{
    public const int Rotated = 151;
    public const int Talents = 54;

    private static readonly string[] Categories =
    [
        "writing",
        "calligraphyAndPainting",
        "music",
        "performingArts",
        "photography",
        "sport",
        "technology",
        "languages",
    ];

    public static void Tell(Story story, Force force)
    {
        foreach (var (officer, i) in story.Some(force.Officers, Rotated).Select((x, i) => (x, i)))
        {
            var to = story.Chance.ArrayElement([.. force.Units.Where(x => x != officer.Unit)]);
            var day = Year.Day(8, 1).AddDays(i % 150);
            story.Tell(
                $"officer/{officer.Badge}",
                "officer_transferred",
                Year.At(day, 0),
                Force.Office,
                new
                {
                    fromUnit = officer.Unit.Code,
                    toUnit = to.Code,
                    reason = "rotation",
                    effectiveOn = Year.Text(day),
                }
            );
            Talks.Tell(story, officer, to, "postChange", day.AddDays(3 + (i % 9)), "heartToHeart");
        }
        foreach (var (officer, i) in story.Some(force.Officers, Talents).Select((x, i) => (x, i)))
            story.Tell(
                $"officer/{officer.Badge}",
                "officer_talent_listed",
                Year.At(Year.Day(3, 1 + (i % 28)), 10),
                officer.Unit.PoliticalOfficer,
                new { category = Categories[i % Categories.Length] }
            );
    }
}

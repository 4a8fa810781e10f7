namespace Wellbeing.Demo;

/// <summary>
/// The demo bureau's reporting year: 800 officers in 2023. What the bureau is modelled on reported these figures, and they
/// are what its dashboard shows.
/// </summary>
internal static class DemoYear
{
    private const int Seed = 2023;

    /// <summary>The year as lines of an import; the same each time.</summary>
    public static IEnumerable<string> Lines()
    {
        var story = new Story(Seed);
        var force = new Force(story);
        Moves.Tell(story, force);
        Talks.Tell(story, force);
        Honours.Tell(story, force);
        Care.Tell(story, force);
        Life.Tell(story, force);
        // Last, so that chance is the same for all else.
        Talks.TellAgain(story, force);
        return story.Lines;
    }
}

using Wellbeing.Domain.Talks;

namespace Wellbeing.Domain.Coverage;

/// <summary>What became of the talk that an officer is due in a quarter.</summary>
public enum TalkDueResult
{
    /// <summary>It took place within the quarter.</summary>
    Held,

    /// <summary>The one that was arranged for the quarter took place after its end.</summary>
    Late,

    /// <summary>The quarter is over, and it has not taken place.</summary>
    Missed,

    /// <summary>The quarter is not over, and it has not taken place yet.</summary>
    Open,
}

/// <summary>The talk that each serving officer is due once a quarter. Must-talks are due beside it and do not stand for it.</summary>
public static class QuarterlyTalk
{
    /// <summary>Whether a talk counts as a quarterly one: what nothing else gave rise to does.</summary>
    /// <param name="trigger">Why the talk is due.</param>
    public static bool Counts(TalkTrigger? trigger) => trigger is null or TalkTrigger.Quarterly;

    /// <summary>What became of the talk.</summary>
    /// <param name="inTime">Whether one took place within the quarter.</param>
    /// <param name="late">Whether one that was arranged for the quarter took place after its end.</param>
    /// <param name="over">Whether the quarter is over.</param>
    public static TalkDueResult ResultOf(bool inTime, bool late, bool over) =>
        inTime ? TalkDueResult.Held
        : late ? TalkDueResult.Late
        : over ? TalkDueResult.Missed
        : TalkDueResult.Open;
}

using Wellbeing.Domain.Talks;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Talks;

/// <summary>What happened to a talk so far.</summary>
internal static class TalkStory
{
    /// <summary>What most talks come to: hosted by host-2, forty minutes, a slight concern.</summary>
    public static TalkContent Content { get; } =
        new(
            "host-2",
            Time("2023-07-10T02:30:00Z"),
            40,
            Sealed("shifts"),
            [new Concern(CareCategory.Workload, 1)],
            3,
            Sealed("too many nights")
        );

    public static Talk Held(this Talk it, string by = "recorder-1") =>
        it.After(TalkDecisions.Hold(it, it.UnitCode, Content).Events[0], by: by);

    public static Talk Missed(this Talk it, string by = "recorder-1") =>
        it.After(new TalkMissed(it.OfficerId, it.UnitCode, null), by: by);

    public static Talk Cancelled(this Talk it) =>
        it.After(new TalkCancelled(it.OfficerId, it.UnitCode, Sealed("arranged twice")));

    public static Talk Agreed(this Talk it) =>
        it.After(
            new TalkFollowUpAgreed(
                it.OfficerId,
                it.UnitCode,
                it.FollowUps.Count + 1,
                Sealed("other shifts"),
                "owner-1",
                Day("2023-07-31")
            )
        );

    public static Talk Done(this Talk it, int number) =>
        it.After(new TalkFollowUpDone(it.OfficerId, it.UnitCode, number, null), "2023-07-20T02:00:00Z");

    public static Talk Voided(this Talk it) =>
        it.After(new TalkVoided(it.OfficerId, it.UnitCode, Sealed("was another officer")), by: "second-1");
}

using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>
/// What was agreed in a talk was not done in time, as another system tells. No request asks for it: here a rule finds out.
/// </summary>
internal static class MissFollowUp
{
    /// <summary>Its number within the talk.</summary>
    internal sealed record Request([property: Range(1, 10_000)] int Number, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_follow_up_overdue",
        (scene, request) => TalkDecisions.MissFollowUp(scene.Of<Talk>(), scene.UnitNow, request.Number, scene.Day)
    )
    {
        Refusals =
        [
            "talk-not-held",
            "talk-voided",
            "unknown-follow-up",
            "follow-up-done",
            "follow-up-overdue",
            "follow-up-not-overdue",
        ],
        Example = """{ "number": 1 }""",
    };
}

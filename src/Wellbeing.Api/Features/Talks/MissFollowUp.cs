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
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_follow_up_overdue",
        (context, talk, request) => TalkDecisions.MissFollowUp(talk, context.UnitThen, request.Number, context.Day)
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
        When = _ => ValidTime.Recorded,
        Example = """{ "number": 1 }""",
    };
}

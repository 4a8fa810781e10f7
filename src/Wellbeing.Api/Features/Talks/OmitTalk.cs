using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk was due and nobody arranged it, as another system tells. No request asks for it: here a rule finds out.</summary>
internal static class OmitTalk
{
    /// <summary>Why it was due, and until when it would have been in time.</summary>
    internal sealed record Request(
        TalkTrigger Trigger,
        DateOnly DueOn,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        DateTimeOffset? OccurredAt = null
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "talk_omitted",
        (query, request) => query.Officer(request),
        (_, named, request) => TalkDecisions.Omit(named.Officer, named.UnitCode, request.Trigger, request.DueOn)
    )
    {
        Example = """{ "badgeNumber": "031207", "trigger": "quarterly", "dueOn": "2023-09-30" }""",
        When = _ => ValidTime.Recorded,
    };
}

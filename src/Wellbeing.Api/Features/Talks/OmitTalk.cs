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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_omitted",
        (scene, request) =>
            TalkDecisions.Omit(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Trigger,
                request.DueOn
            )
    )
    {
        Example = """{ "badgeNumber": "031207", "trigger": "quarterly", "dueOn": "2023-09-30" }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Day = request => request.DueOn,
    };
}

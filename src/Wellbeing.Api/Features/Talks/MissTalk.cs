using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk that was arranged did not take place.</summary>
internal static class MissTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string? Reason = null, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_missed",
        (scene, request) => TalkDecisions.Miss(scene.Of<Talk>(), scene.UnitNow, scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["talk-already-held", "talk-closed"],
        Example = """{ "reason": "Called to an operation." }""",
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/talks/{id:guid}/miss", Act, "Records that an arranged talk did not take place")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk is called off.</summary>
internal static class CancelTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_cancelled",
        (scene, request) => TalkDecisions.Cancel(scene.Of<Talk>(), scene.UnitNow, scene.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["talk-already-held", "talk-closed"],
        Example = """{ "reason": "Arranged twice." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/talks/{id:guid}/cancel", Act, "Calls an arranged talk off")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

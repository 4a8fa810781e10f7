using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A second person declares the record of a talk void.</summary>
internal static class VoidTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_voided",
        (scene, request) =>
            TalkDecisions.Void(scene.Of<Talk>(), scene.UnitNow, scene.Actor, scene.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["nothing-to-void", "second-person-needed", "talk-voided"],
        Example = """{ "reason": "It was another officer." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/talks/{id:guid}/void", Act, "Declares the record of a talk void")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

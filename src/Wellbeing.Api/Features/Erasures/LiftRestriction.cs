using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record may be processed again.</summary>
internal static class LiftRestriction
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "restriction_lifted",
        (scene, request) => ErasureDecisions.LiftRestriction(scene.Of<Officer>(), scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["not-restricted"],
        Example = """{ "reason": "The entry was right." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/restriction/lift", Act, "Lifts a restriction")
            .AllowRoles(Role.Administrator);
}

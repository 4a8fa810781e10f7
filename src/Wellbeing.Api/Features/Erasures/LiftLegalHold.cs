using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is no longer needed for proceedings.</summary>
internal static class LiftLegalHold
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "legal_hold_lifted",
        (scene, request) => ErasureDecisions.LiftHold(scene.Of<Officer>(), scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["not-on-hold"],
        Example = """{ "reason": "The inquest is over." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/officers/{id:guid}/legal-hold/lift", Act, "Lifts a legal hold").AllowRoles(Role.Administrator);
}

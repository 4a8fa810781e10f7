using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is needed for proceedings and is not to be erased.</summary>
internal static class PlaceLegalHold
{
    /// <summary>For which.</summary>
    internal sealed record Request(string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "legal_hold_placed",
        (scene, request) => ErasureDecisions.Hold(scene.Of<Officer>(), scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["already-on-hold"],
        Example = """{ "reason": "Inquest into the accident." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/legal-hold", Act, "Places a legal hold on an officer's record")
            .AllowRoles(Role.Administrator);
}

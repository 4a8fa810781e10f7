using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is kept, and no longer processed.</summary>
internal static class RestrictProcessing
{
    /// <summary>The law on which, and why.</summary>
    internal sealed record Request(RestrictionBasis Basis, string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "processing_restricted",
        (scene, request) =>
            ErasureDecisions.Restrict(scene.Of<Officer>(), request.Basis, scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["already-restricted"],
        Example = """{ "basis": "accuracyContested" }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/restriction", Act, "Restricts the processing of an officer's record")
            .AllowRoles(Role.Administrator);
}

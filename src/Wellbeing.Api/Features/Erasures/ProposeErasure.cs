using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An administrator proposes to erase an officer, which announces it to the officer and to all auditors.</summary>
internal static class ProposeErasure
{
    /// <summary>The law on which, and why.</summary>
    internal sealed record Request(ErasureBasis Basis, string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "erasure_proposed",
        (scene, request) =>
            ErasureDecisions.Propose(
                scene.Of<Officer>(),
                request.Basis,
                scene.Seal("reason", request.Reason),
                scene.Self,
                scene.OpenCases,
                scene.Now,
                scene.Announced
            )
    )
    {
        Refusals =
        [
            "own-erasure",
            "erasure-pending",
            "legal-hold",
            "contest-open",
            "complaint-open",
            "warning-open",
            "intervention-open",
        ],
        Example = """{ "basis": "retentionEnded", "reason": "Ten years after the retirement." }""",
        WhileRestricted = true,
        Needs = _ => new Needs { Cases = true },
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/erasure", Act, "Proposes to erase an officer")
            .AllowRoles(Role.Administrator);
}

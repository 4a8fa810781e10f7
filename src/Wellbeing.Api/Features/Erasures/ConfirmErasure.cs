using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An auditor confirms, once it was announced long enough, that an officer is to be erased; it is done at once.</summary>
internal static class ConfirmErasure
{
    /// <summary>The law on which it was proposed.</summary>
    internal sealed record Request(ErasureBasis Basis) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "erasure_confirmed",
        (scene, request) =>
            ErasureDecisions.Confirm(
                scene.Of<Officer>(),
                request.Basis,
                scene.Actor,
                scene.Self,
                scene.OpenCases,
                scene.Now
            )
    )
    {
        Refusals =
        [
            "no-erasure-proposed",
            "own-erasure",
            "second-person-needed",
            "other-basis",
            "announcement-runs",
            "legal-hold",
            "contest-open",
            "complaint-open",
            "warning-open",
            "intervention-open",
        ],
        Example = """{ "basis": "retentionEnded" }""",
        WhileRestricted = true,
        Needs = _ => new Needs { Cases = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/erasure/confirm", Act, "Confirms that an officer is to be erased")
            .AllowRoles(Role.Auditor);
}

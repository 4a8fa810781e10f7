using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An auditor confirms, once it was announced long enough, that an officer is to be erased; it is done at once.</summary>
internal static class ConfirmErasure
{
    /// <summary>The law on which it was proposed.</summary>
    internal sealed record Request(ErasureBasis Basis) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, ErasureFacts>(
        "erasure_confirmed",
        (query, _) => query.ErasureFacts(),
        (context, officer, facts, request) =>
            ErasureDecisions.Confirm(officer, request.Basis, context.Actor, facts.Self, facts.Cases, context.Now)
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
        When = _ => ValidTime.Recorded,
        Example = """{ "basis": "retentionEnded" }""",
        WhileRestricted = true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/erasure/confirm", UseCase, "Confirms that an officer is to be erased")
            .AllowRoles(Role.Auditor);
}

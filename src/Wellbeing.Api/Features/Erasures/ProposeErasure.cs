using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An administrator proposes to erase an officer, which announces it to the officer and to all auditors.</summary>
internal static class ProposeErasure
{
    /// <summary>The law on which, and why.</summary>
    internal sealed record Request(ErasureBasis Basis, string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<
        Officer,
        Request,
        (ErasureFacts Now, TimeSpan Announced)
    >(
        "erasure_proposed",
        (query, _) => query.ErasureFacts().And(query.Announcement()),
        (context, officer, facts, request) =>
            ErasureDecisions.Propose(
                officer,
                request.Basis,
                context.Seal("reason", request.Reason),
                facts.Now.Self,
                facts.Now.Cases,
                context.Now,
                facts.Announced
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
        When = _ => ValidTime.Recorded,
        Example = """{ "basis": "retentionEnded", "reason": "Ten years after the retirement." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/erasure", UseCase, "Proposes to erase an officer")
            .AllowRoles(Role.Administrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>A proposal to erase an officer is taken back, or an auditor rejects it.</summary>
internal static class WithdrawErasure
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "erasure_withdrawn",
        (context, officer, request) => ErasureDecisions.Withdraw(officer, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["no-erasure-proposed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The officer is still being heard." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/erasure/withdraw", UseCase, "Withdraws or rejects a proposal to erase")
            .AllowRoles(Role.Administrator, Role.Auditor);
}

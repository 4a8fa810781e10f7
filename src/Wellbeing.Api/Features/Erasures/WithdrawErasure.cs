using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>A proposal to erase an officer is taken back, or an auditor rejects it.</summary>
internal static class WithdrawErasure
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "erasure_withdrawn",
        (scene, request) => ErasureDecisions.Withdraw(scene.Of<Officer>(), scene.Seal("reason", request.Reason))
    )
    {
        Refusals = ["no-erasure-proposed"],
        Example = """{ "reason": "The officer is still being heard." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/erasure/withdraw", Act, "Withdraws or rejects a proposal to erase")
            .AllowRoles(Role.Administrator, Role.Auditor);
}

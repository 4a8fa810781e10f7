using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>An officer withdraws the own report: the banquet does not take place.</summary>
internal static class WithdrawBanquet
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "banquet_withdrawn",
        (scene, request) =>
            BanquetDecisions.Withdraw(
                scene.Of<Banquet>(),
                scene.UnitNow,
                scene.Seal("reason", request.Reason)!,
                // Here an officer withdraws, which counts from when it arrives; another system tells of the past.
                scene.Mode == PolicyMode.Refuse
                    ? scene.Today
                    : scene.Day
            )
    )
    {
        Refusals = ["banquet-already-held", "banquet-withdrawn"],
        Example = """{ "reason": "Put off." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/banquets/{id:guid}/withdraw", Act, "Withdraws a report").AllowRoles(Role.Officer);
}

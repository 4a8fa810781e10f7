using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>An officer withdraws the own report: the banquet does not take place.</summary>
internal static class WithdrawBanquet
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Banquet, Request>(
        "banquet_withdrawn",
        (context, banquet, request) =>
            BanquetDecisions.Withdraw(
                banquet,
                context.UnitThen,
                context.Seal("reason", request.Reason)!,
                // Here an officer withdraws, which counts from when it arrives; another system tells of the past.
                context.Mode == PolicyMode.Refuse
                    ? context.Today
                    : context.Day
            )
    )
    {
        Refusals = ["banquet-already-held", "banquet-withdrawn"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Put off." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/banquets/{id:guid}/withdraw", UseCase, "Withdraws a report").AllowRoles(Role.Officer);
}

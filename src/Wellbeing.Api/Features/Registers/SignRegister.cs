using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A register is signed as it stands, at the place that the ledger has reached.</summary>
internal static class SignRegister
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Register, Request, Facts>(
        "register_signed",
        (query, _) => query.MonthsTalks().And(query.LedgerPosition()).Select(x => new Facts(x.Item1, x.Item2)),
        (context, register, facts, _) => RegisterDecisions.Sign(register, facts.Talks, facts.Ledger, context.Actor)
    )
    {
        Refusals =
        [
            "register-signed",
            "register-reopened",
            "second-person-needed",
            "register-outdated",
            "ledger-behind",
        ],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    /// <summary>The register's talks as they are now, and how far the ledger has come.</summary>
    private sealed record Facts(IReadOnlyList<RegisterTalk> Talks, LedgerPosition Ledger);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapContinue("/registers/{id:guid}/sign", UseCase, "Signs a register").AllowRoles(Role.Commander);
}

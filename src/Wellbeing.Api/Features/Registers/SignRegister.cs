using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A register is signed as it stands, at the place that the ledger has reached.</summary>
internal static class SignRegister
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "register_signed",
        (scene, _) => RegisterDecisions.Sign(scene.Of<Register>(), scene.Talks, scene.Ledger, scene.Actor)
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
        Example = """{ }""",
        Needs = _ => new Needs { RegisterTalks = true, Ledger = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/registers/{id:guid}/sign", Act, "Signs a register").AllowRoles(Role.Commander);
}

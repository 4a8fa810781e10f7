using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>The talks of a register that is not signed are put together anew, as they are now.</summary>
internal static class ConsolidateAgain
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "register_consolidated",
        (scene, _) => RegisterDecisions.ConsolidateAgain(scene.Of<Register>(), scene.Talks)
    )
    {
        Refusals = ["nothing-changed", "register-signed"],
        Example = """{ }""",
        Needs = _ => new Needs { RegisterTalks = true },
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/registers/{id:guid}/consolidate", Act, "Puts the talks of a register together anew")
            .AllowRoles(Role.PoliticalOfficer);
}

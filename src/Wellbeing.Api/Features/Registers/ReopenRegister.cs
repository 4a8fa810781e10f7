using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A signed register is opened again; what was signed stays on record.</summary>
internal static class ReopenRegister
{
    /// <summary>Why; names nobody.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "register_reopened",
        (scene, request) => RegisterDecisions.Reopen(scene.Of<Register>(), request.Reason)
    )
    {
        Refusals = ["register-not-signed"],
        Example = """{ "reason": "Two talks were entered late." }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapAct("/registers/{id:guid}/reopen", Act, "Opens a signed register again").AllowRoles(Role.Commander);
}

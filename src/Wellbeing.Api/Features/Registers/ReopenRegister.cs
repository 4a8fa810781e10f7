using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A signed register is opened again; what was signed stays on record.</summary>
internal static class ReopenRegister
{
    /// <summary>Why; names nobody.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Register, Request>(
        "register_reopened",
        (_, register, request) => RegisterDecisions.Reopen(register, request.Reason)
    )
    {
        Refusals = ["register-not-signed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Two talks were entered late." }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/registers/{id:guid}/reopen", UseCase, "Opens a signed register again")
            .AllowRoles(Role.Commander);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>The talks of a register that is not signed are put together anew, as they are now.</summary>
internal static class ConsolidateAgain
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Register, Request, IReadOnlyList<RegisterTalk>>(
        "register_consolidated",
        (query, _) => query.MonthsTalks(),
        (_, register, talks, _) => RegisterDecisions.ConsolidateAgain(register, talks)
    )
    {
        Refusals = ["nothing-changed", "register-signed"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/registers/{id:guid}/consolidate", UseCase, "Puts the talks of a register together anew")
            .AllowRoles(Role.PoliticalOfficer);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is no longer needed for proceedings.</summary>
internal static class LiftLegalHold
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "legal_hold_lifted",
        (context, officer, request) => ErasureDecisions.LiftHold(officer, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["not-on-hold"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The inquest is over." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/legal-hold/lift", UseCase, "Lifts a legal hold")
            .AllowRoles(Role.Administrator);
}

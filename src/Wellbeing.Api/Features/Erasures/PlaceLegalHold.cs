using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is needed for proceedings and is not to be erased.</summary>
internal static class PlaceLegalHold
{
    /// <summary>For which.</summary>
    internal sealed record Request(string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "legal_hold_placed",
        (context, officer, request) => ErasureDecisions.Hold(officer, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["already-on-hold"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Inquest into the accident." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/legal-hold", UseCase, "Places a legal hold on an officer's record")
            .AllowRoles(Role.Administrator);
}

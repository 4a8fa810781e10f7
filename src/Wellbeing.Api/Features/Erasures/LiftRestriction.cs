using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record may be processed again.</summary>
internal static class LiftRestriction
{
    /// <summary>Why.</summary>
    internal sealed record Request(string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "restriction_lifted",
        (context, officer, request) => ErasureDecisions.LiftRestriction(officer, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["not-restricted"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The entry was right." }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/restriction/lift", UseCase, "Lifts a restriction")
            .AllowRoles(Role.Administrator);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Erasures;

/// <summary>An officer's record is kept, and no longer processed.</summary>
internal static class RestrictProcessing
{
    /// <summary>The law on which, and why.</summary>
    internal sealed record Request(RestrictionBasis Basis, string? Reason = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "processing_restricted",
        (context, officer, request) =>
            ErasureDecisions.Restrict(officer, request.Basis, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["already-restricted"],
        When = _ => ValidTime.Recorded,
        Example = """{ "basis": "accuracyContested" }""",
        WhileRestricted = true,
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/restriction", UseCase, "Restricts the processing of an officer's record")
            .AllowRoles(Role.Administrator);
}

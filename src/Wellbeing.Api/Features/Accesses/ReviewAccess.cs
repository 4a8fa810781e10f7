using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>An access beyond the usual reach is reviewed by an auditor.</summary>
internal static class ReviewAccess
{
    /// <summary>What the review comes to; the note is shown beside it.</summary>
    internal sealed record Request(AccessVerdict Verdict, string? Note = null) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Access, Request>(
        "access_reviewed",
        (context, access, request) =>
            AccessDecisions.Review(
                access,
                context.UnitThen,
                context.Actor,
                request.Verdict,
                context.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["override-reviewed", "nothing-to-review", "second-person-needed"],
        // Oversight of those who read goes on (GDPR Art. 18(2): legal claims).
        WhileRestricted = true,
        When = _ => ValidTime.Recorded,
        Example = """{ "verdict": "justified" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/overrides/{id:guid}/review", UseCase, "Reviews an access beyond the usual reach")
            .AllowRoles(Role.Auditor);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>An access beyond the usual reach is reviewed by an auditor.</summary>
internal static class ReviewAccess
{
    /// <summary>What the review comes to; the note is shown beside it.</summary>
    internal sealed record Request(AccessVerdict Verdict, string? Note = null) : IActRequest
    {
        /// <summary>It is reviewed now: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "access_reviewed",
        (scene, request) =>
            AccessDecisions.Review(
                scene.Of<Access>(),
                scene.UnitNow,
                scene.Actor,
                request.Verdict,
                scene.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["override-reviewed", "nothing-to-review", "second-person-needed"],
        // Oversight of those who read goes on (GDPR Art. 18(2): legal claims).
        WhileRestricted = true,
        Example = """{ "verdict": "justified" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/overrides/{id:guid}/review", Act, "Reviews an access beyond the usual reach")
            .AllowRoles(Role.Auditor);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer contests an entry of the own record: nothing is changed, a statement stands beside it.</summary>
internal static class ContestEntry
{
    /// <summary>The entry by its id in the history, and the officer's statement, sealed.</summary>
    internal sealed record Request(Guid EntryId, string Statement) : IActRequest
    {
        /// <summary>It happens when it is put on record: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "officer_contested",
        (scene, request) =>
            ContestDecisions.Contest(scene.Of<Officer>(), request.EntryId, scene.Seal("statement", request.Statement)!)
    )
    {
        Refusals = ["already-contested"],
        Example = """
            { "entryId": "0190f0c4-7a52-7a3e-9d51-6a0d3b6f2c11", "statement": "I was on duty that day, not absent." }
            """,
        Needs = request => new Needs { Entry = request.EntryId },
        NamesEntry = true,
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/officers/{id:guid}/contest", Act, "Contests an entry of the officer's own record")
            .AllowRoles(Role.Officer);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer contests an entry of the own record: nothing is changed, a statement stands beside it.</summary>
internal static class ContestEntry
{
    /// <summary>The entry by its id in the history, and the officer's statement, sealed.</summary>
    internal sealed record Request(Guid EntryId, string Statement) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, Person>(
        "officer_contested",
        (query, request) => query.AuthorOfEntry(request.EntryId),
        (context, officer, _, request) =>
            ContestDecisions.Contest(officer, request.EntryId, context.Seal("statement", request.Statement)!)
    )
    {
        Refusals = ["already-contested"],
        When = _ => ValidTime.Recorded,
        Example = """
            { "entryId": "0190f0c4-7a52-7a3e-9d51-6a0d3b6f2c11", "statement": "I was on duty that day, not absent." }
            """,
        NamesEntry = true,
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/contest", UseCase, "Contests an entry of the officer's own record")
            .AllowRoles(Role.Officer);
}

using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>
/// Who may open the officer's statement answers a contest, and never one of the own record or about what the same person put
/// on record. While the record is restricted nobody may open it, and nobody answers.
/// </summary>
internal static class AnswerContest
{
    /// <summary>Which entry, what came of it, and what the officer is told, sealed.</summary>
    internal sealed record Request(Guid EntryId, ContestOutcome Outcome, string Answer) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request, (Person EntryBy, bool Self)>(
        "officer_contest_answered",
        (query, request) => query.AuthorOfEntry(request.EntryId).And(query.CallerIsItsOfficer()),
        (context, officer, facts, request) =>
            ContestDecisions.Answer(
                officer,
                request.EntryId,
                request.Outcome,
                context.Seal("answer", request.Answer)!,
                facts.Self,
                context.Actor == facts.EntryBy
            )
    )
    {
        Refusals = ["not-contested", "own-request", "own-entry"],
        When = _ => ValidTime.Recorded,
        Example = """
            {
              "entryId": "0190f0c4-7a52-7a3e-9d51-6a0d3b6f2c11", "outcome": "stands",
              "answer": "The roster of that day names another officer."
            }
            """,
        NamesEntry = true,
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue(
                "/officers/{id:guid}/contest/answer",
                UseCase,
                "Answers an officer's contest of an entry, once no restriction keeps it from being read"
            )
            .AllowRoles(Role.PoliticalOfficer);
}

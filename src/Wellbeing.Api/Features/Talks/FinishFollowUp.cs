using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>What was agreed in a talk was done.</summary>
internal static class FinishFollowUp
{
    /// <summary>How; sealed. The number is the route's; only a line of an import has to say it.</summary>
    internal sealed record Request(
        string? Note = null,
        [property: Range(1, 10_000)] int? Number = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_follow_up_done",
        (scene, request) =>
            TalkDecisions.FinishFollowUp(
                scene.Of<Talk>(),
                scene.UnitNow,
                request.Number ?? 0,
                scene.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["talk-not-held", "talk-voided", "follow-up-done"],
        Example = """{ "note": "Granted from October on." }""",
        HasPart = (state, number) => ((Talk)state).FollowUps.Any(x => x.Number == number),
        Part = (request, number, errors) =>
        {
            if (request.Number is not null)
                errors.Add("number", "unknown");
            return request with { Number = number };
        },
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPartAct("/talks/{id:guid}/follow-ups/{number:int}/done", Act, "Records that what was agreed was done")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}

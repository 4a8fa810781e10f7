using System.Text;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Talks;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>
/// The product itself with one route more: the same POST of a talk, whose narrative is stored as it came. It fetches no key
/// and encrypts nothing; all else is the same code.
/// </summary>
internal static class PlainSite
{
    private static readonly UseCase RecordPlain = new StartRecord<RecordTalk.Request, NamedOfficer>(
        "talk_held",
        (query, request) => query.Officer(request.OfficerId, request.BadgeNumber),
        (context, named, request) =>
            TalkDecisions.Record(
                named.Officer,
                named.UnitCode,
                request.Kind,
                request.Trigger,
                new TalkContent(
                    context.Actor.Id,
                    request.HeldAt,
                    request.Minutes,
                    null,
                    ConcernRequest.All(request.Concerns) ?? [],
                    request.Mood,
                    new SealedText(Encoding.UTF8.GetBytes(request.Narrative!))
                )
            )
    )
    {
        Example = RecordTalk.UseCase.Example,
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
    };

    public static async Task<int> RunAsync()
    {
        await using var app = Api.Program.Build([]);
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        app.MapGroup("/api/v1")
            .MapStart("/plain-talks", RecordPlain, "Records a talk in plain text")
            .AllowRoles(Role.Integrator);
        await app.RunAsync();
        return 0;
    }
}

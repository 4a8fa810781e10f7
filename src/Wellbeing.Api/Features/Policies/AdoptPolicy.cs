using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>A policy gets another version; which fields its content has follows from its kind.</summary>
internal static class AdoptPolicy
{
    public static readonly string[] Refusals = ["policy-superseded", "policy-in-the-past"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/policies/{kind}",
                (HttpContext http, AppendPipeline pipeline, string kind) =>
                    PolicyStreams.KindOf(kind) is { } known
                        ? pipeline.RunAsync(http, [UseCaseOf(known)], PolicyStreams.IdOf(known))
                        // No stream has the empty id: an unknown kind ends where an unknown id does.
                        : pipeline.RunAsync(http, [AdoptAwards.UseCase], Guid.Empty)
            )
            .Declare("Adopts a version of a policy", "adoptPolicy", [.. Enum.GetValues<PolicyKind>().Select(UseCaseOf)])
            .AllowRoles(Role.Administrator);

    private static UseCase UseCaseOf(PolicyKind kind) =>
        kind switch
        {
            PolicyKind.Awards => AdoptAwards.UseCase,
            PolicyKind.WorkingCalendar => AdoptCalendar.UseCase,
            PolicyKind.WarningDeadlines => AdoptDeadlines.UseCase,
            PolicyKind.Rules => AdoptRules.UseCase,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

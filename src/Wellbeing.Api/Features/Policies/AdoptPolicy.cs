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
                (HttpContext http, Acting acting, string kind) =>
                    PolicyStreams.KindOf(kind) is { } known
                        ? acting.RunAsync(http, [ActOf(known)], PolicyStreams.IdOf(known))
                        // No stream has the empty id: an unknown kind ends where an unknown id does.
                        : acting.RunAsync(http, [AdoptAwards.Act], Guid.Empty)
            )
            .Declare("Adopts a version of a policy", "adoptPolicy", [.. Enum.GetValues<PolicyKind>().Select(ActOf)])
            .AllowRoles(Role.Administrator);

    private static Act ActOf(PolicyKind kind) =>
        kind switch
        {
            PolicyKind.Awards => AdoptAwards.Act,
            PolicyKind.WorkingCalendar => AdoptCalendar.Act,
            PolicyKind.WarningDeadlines => AdoptDeadlines.Act,
            PolicyKind.Rules => AdoptRules.Act,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

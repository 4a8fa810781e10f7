using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>The officer is referred to somebody else.</summary>
internal static class ReferOfficer
{
    /// <summary>To whom, and why; the reason is sealed.</summary>
    internal sealed record Request(ReferralTarget To, string? Reason = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_referred",
        (context, intervention, request) =>
            InterventionDecisions.Refer(
                intervention,
                context.UnitThen,
                request.To,
                context.Seal("reason", request.Reason),
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "to": "psychiatry", "reason": "Needs a diagnosis." }""",
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/refer", UseCase, "Refers the officer to somebody else")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}

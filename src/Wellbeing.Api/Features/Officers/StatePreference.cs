using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer says what the bureau should consider when it plans for the officer.</summary>
internal static class StatePreference
{
    /// <summary>What the officer said; sealed.</summary>
    internal sealed record Request(string Preference, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "officer_preference_stated",
        (context, officer, request) =>
            OfficerDecisions.StatePreference(officer, context.UnitThen, context.Seal("preference", request.Preference)!)
    )
    {
        When = _ => ValidTime.Recorded,
        Example = """{ "preference": "Would like to work nearer to the family." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/preferences", UseCase, "Records what an officer would like")
            .AllowRoles(Role.Administrator, Role.Integrator, Role.PoliticalOfficer, Role.Officer);
}

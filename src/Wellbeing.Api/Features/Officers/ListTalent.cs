using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>A talent of an officer is listed.</summary>
internal static class ListTalent
{
    /// <summary>The talent; its description is sealed.</summary>
    internal sealed record Request(
        TalentCategory Category,
        string? Description = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Officer, Request>(
        "officer_talent_listed",
        (context, officer, request) =>
            OfficerDecisions.ListTalent(
                officer,
                context.UnitThen,
                request.Category,
                context.Seal("description", request.Description)
            )
    )
    {
        Refusals = ["talent-already-listed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "category": "music", "description": "Plays the erhu." }""",
        Text = request => request.Description is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/officers/{id:guid}/talents", UseCase, "Lists a talent of an officer")
            .AllowRoles(Role.Administrator, Role.Integrator, Role.PoliticalOfficer);
}

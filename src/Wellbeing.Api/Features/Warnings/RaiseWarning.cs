using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A warning is raised. An officer asks for help with one of the source <c>self</c>.</summary>
internal static class RaiseWarning
{
    /// <summary>The rule that raised it.</summary>
    internal sealed record RuleRequest(
        [property: MaxLength(100)] string Name,
        [property: Range(1, 1_000_000)] int Version,
        [property: MaxLength(500)] IReadOnlyList<Guid> Events
    );

    /// <summary>
    /// What it says; the evidence is sealed. Of the source <c>talk</c>, <c>sourceId</c> is a talk with the same officer;
    /// of the source <c>rule</c>, and only of that one, <c>rule</c> says which.
    /// </summary>
    internal sealed record Request(
        CareCategory Category,
        WarningLevel Level,
        WarningSource Source,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        Guid? SourceId = null,
        [property: MaxLength(20_000)] string? Evidence = null,
        RuleRequest? Rule = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new("warning_raised", Decide)
    {
        Refusals = ["already-departed", "own-request-only", "rule-source-only", "talk-not-held"],
        Example =
            """{ "badgeNumber": "031207", "category": "emotional", "level": "orange", "source": "peer", "evidence": "Colleagues find him withdrawn." }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Origin = new Origin(StreamKind.Talk, "sourceId", "sourceStream"),
        Originates = request => request.Source == WarningSource.Talk,
        Anyone = [Role.Counsellor],
        Hidden = ["already-departed", "rule-source-only"],
        Check = (request, errors) =>
        {
            Naming.Check(request.OfficerId, request.BadgeNumber, errors);
            if (request.Source == WarningSource.Rule && request.Rule is null)
                errors.Add("rule", "missing");
            if (request.Source != WarningSource.Rule && request.Rule is not null)
                errors.Add("rule", "unknown");
        },
        Codes = request => [("rule.name", request.Rule?.Name)],
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
            From = request is { Source: WarningSource.Talk, SourceId: { } talk } ? [talk] : [],
        },
        Text = request => request.Evidence is not null,
        Location = (scene, _) => $"/api/v1/warnings/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/warnings", Act, "Raises a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor, Role.Officer, Role.Integrator);

    private static Decision Decide(Scene scene, Request request)
    {
        if (request.Source != WarningSource.Self && scene.Own)
            return Decision.Refuse("own-request-only");
        if (request.Source == WarningSource.Rule && !scene.Roles.Contains(Role.Integrator))
            return Decision.Refuse("rule-source-only");
        var talk = scene.From.OfType<Talk>().FirstOrDefault();
        var rule = request.Rule is { } asked ? new RuleTrace(asked.Name, asked.Version, asked.Events) : null;
        return WarningDecisions.Raise(
            scene.Officer!,
            request.UnitCode ?? scene.Officer!.UnitCode,
            new Alert(
                request.Category,
                request.Level,
                request.Source,
                talk?.Id ?? request.SourceId,
                scene.Seal("evidence", request.Evidence),
                rule
            ),
            talk,
            scene.DeadlinesOf(request.Level)
        );
    }
}

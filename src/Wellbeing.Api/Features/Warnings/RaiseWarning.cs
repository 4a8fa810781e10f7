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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, (NamedOfficer Named, IReadOnlyList<Talk> Talks)>(
        "warning_raised",
        (query, request) => query.Officer(request).And(query.From<Talk>(TalkOf(request))),
        (context, facts, request) => Decide(context, facts.Named, facts.Talks is [var talk] ? talk : null, request)
    )
    {
        Refusals = ["already-departed", "own-request-only", "rule-source-only", "talk-not-held"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "category": "emotional", "level": "orange", "source": "peer", "evidence": "Colleagues find him withdrawn." }""",
        Origin = new Origin(StreamKind.Talk, "sourceId", "sourceStream"),
        Originates = request => request.Source == WarningSource.Talk,
        Anyone = [Role.Counsellor],
        Hidden = ["already-departed", "rule-source-only"],
        Check = (request, errors) =>
        {
            if (request.Source == WarningSource.Rule && request.Rule is null)
                errors.Add("rule", "missing");
            if (request.Source != WarningSource.Rule && request.Rule is not null)
                errors.Add("rule", "unknown");
        },
        Codes = request => [("rule.name", request.Rule?.Name)],
        Text = request => request.Evidence is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/warnings", UseCase, "Raises a warning")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor, Role.Officer, Role.Integrator);

    private static Guid[] TalkOf(Request request) =>
        request is { Source: WarningSource.Talk, SourceId: { } talk } ? [talk] : [];

    private static Decision Decide(DecisionContext context, NamedOfficer named, Talk? talk, Request request)
    {
        if (request.Source != WarningSource.Self && named.Own)
            return Decision.Refuse("own-request-only");
        if (request.Source == WarningSource.Rule && !context.Roles.Contains(Role.Integrator))
            return Decision.Refuse("rule-source-only");
        var rule = request.Rule is { } asked ? new RuleTrace(asked.Name, asked.Version, asked.Events) : null;
        return WarningDecisions.Raise(
            named.Officer,
            named.UnitCode,
            new Alert(
                request.Category,
                request.Level,
                request.Source,
                talk?.Id ?? request.SourceId,
                context.Seal("evidence", request.Evidence),
                rule
            ),
            talk,
            context.DeadlinesOf(request.Level)
        );
    }
}

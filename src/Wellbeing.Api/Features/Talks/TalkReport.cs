using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>Something that burdens the officer.</summary>
internal sealed record ConcernRequest(CareCategory Category, [property: Range(1, 3)] int Severity)
{
    public static IReadOnlyList<Concern>? All(IReadOnlyList<ConcernRequest>? given) =>
        given?.Select(x => new Concern(x.Category, x.Severity)).ToList();
}

/// <summary>A request that tells what a talk came to.</summary>
internal interface ITalkReport
{
    string? Host { get; }
    DateTimeOffset HeldAt { get; }
    int? Minutes { get; }
    IReadOnlyList<string>? Topics { get; }
    IReadOnlyList<ConcernRequest>? Concerns { get; }
    int? Mood { get; }
    string? Narrative { get; }
}

/// <summary>What requests about a talk have in common.</summary>
internal static class TalkReport
{
    public const int LongestNarrative = 20_000;
    public const int LongestTopic = 100;
    public const int MostMinutes = 24 * 60;

    /// <summary>What a talk came to, its texts sealed.</summary>
    public static TalkContent ContentOf(DecisionContext context, ITalkReport report) =>
        new(
            report.Host ?? context.Actor.Id,
            report.HeldAt,
            report.Minutes,
            Topics(context, report.Topics),
            ConcernRequest.All(report.Concerns) ?? [],
            report.Mood,
            context.Seal("narrative", report.Narrative)
        );

    /// <summary>A topic a line; null for none.</summary>
    public static SealedText? Topics(DecisionContext context, IReadOnlyList<string>? topics) =>
        context.Seal("topics", topics is { Count: > 0 } ? string.Join('\n', topics) : null);

    /// <summary>A topic is one line of at most 100 characters.</summary>
    public static void Check(IReadOnlyList<string>? topics, FieldErrors errors)
    {
        for (var i = 0; i < topics?.Count; i++)
        {
            if (Texts.Check(topics[i], required: true, 0, LongestTopic) is { } wrong)
                errors.Add($"topics[{i}]", wrong);
            else if (topics[i].Contains('\n', StringComparison.Ordinal))
                errors.Add($"topics[{i}]", "one-line");
        }
    }
}

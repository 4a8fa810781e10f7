using System.Text.Json.Serialization;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Domain.Policies;

/// <summary>A version of a policy, with who adopted it and when.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ValidFrom">First day on which it is in force, until a later version is.</param>
/// <param name="AdoptedBy">Opaque id of who adopted it.</param>
/// <param name="AdoptedAt">When.</param>
/// <param name="RecordedAt">When that was put on record.</param>
/// <param name="Awards">The rules for commendations.</param>
/// <param name="WorkingCalendar">The working days.</param>
/// <param name="WarningDeadlines">The deadlines of warnings.</param>
/// <param name="Rules">The data of the rules that run by themselves.</param>
public sealed record PolicyVersion(
    int Version,
    DateOnly ValidFrom,
    string AdoptedBy,
    DateTimeOffset AdoptedAt,
    DateTimeOffset RecordedAt,
    AwardRules? Awards,
    WorkingDays? WorkingCalendar,
    DeadlineRules? WarningDeadlines,
    RuleSet? Rules = null
);

/// <summary>A policy as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Versions">Every version, in the order of adoption.</param>
public sealed record Policy(Guid Id, PolicyKind Kind, IReadOnlyList<PolicyVersion> Versions)
    : RecordState,
        IRecordState<Policy>
{
    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [new("policy_adopted", typeof(PolicyAdopted), StreamKind.Policy, Starts: true)];

    /// <inheritdoc />
    public static Policy Fold(Policy? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (PolicyAdopted)happened.Data) : before.Next(happened);

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Policy Start(RecordedEvent first, PolicyAdopted adopted) =>
        new(first.StreamId, adopted.Kind, [VersionOf(first, adopted)]);

    /// <summary>The state after one more event.</summary>
    public Policy Next(RecordedEvent happened) =>
        happened.Data is PolicyAdopted adopted
            ? this with
            {
                Versions = [.. Versions, VersionOf(happened, adopted)],
            }
            : throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null);

    /// <summary>The version in force on a day, or null before the first; of two from the same day on the later one.</summary>
    public PolicyVersion? On(DateOnly day) =>
        Versions.Where(x => x.ValidFrom <= day).OrderBy(x => x.ValidFrom).ThenBy(x => x.Version).LastOrDefault();

    private static PolicyVersion VersionOf(RecordedEvent happened, PolicyAdopted adopted) =>
        new(
            adopted.Version,
            adopted.ValidFrom,
            happened.Actor,
            happened.OccurredAt,
            happened.RecordedAt,
            adopted.Awards,
            adopted.WorkingCalendar,
            adopted.WarningDeadlines,
            adopted.Rules
        );
}

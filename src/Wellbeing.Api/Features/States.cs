using System.Text.Json;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features;

/// <summary>The states of streams: their types, where they are stored, and whom they are about.</summary>
internal static class States
{
    /// <summary>The table of the states of a kind of streams.</summary>
    public static string TableOf(StreamKind kind) =>
        kind switch
        {
            StreamKind.Unit => Tables.Units.Name,
            StreamKind.Officer => Tables.Officers.Name,
            StreamKind.Commendation => Tables.Commendations.Name,
            StreamKind.Talk => Tables.Talks.Name,
            StreamKind.Warning => Tables.Warnings.Name,
            StreamKind.Intervention => Tables.Interventions.Name,
            StreamKind.Assessment => Tables.Assessments.Name,
            StreamKind.Leave => Tables.Leaves.Name,
            StreamKind.Banquet => Tables.Banquets.Name,
            StreamKind.Suggestion => Tables.Suggestions.Name,
            StreamKind.Equipment => Tables.Equipment.Name,
            StreamKind.Activity => Tables.Activities.Name,
            StreamKind.Register => Tables.Registers.Name,
            StreamKind.Review => Tables.Reviews.Name,
            StreamKind.Access => Tables.Accesses.Name,
            StreamKind.Policy => Tables.Policies.Name,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>Whether a kind's records are units' own, and about no single officer: their unit's reach is theirs.</summary>
    public static bool AreOfUnits(StreamKind kind) =>
        kind is StreamKind.Activity or StreamKind.Register or StreamKind.Review;

    /// <summary>The officer that a stream is about, or null.</summary>
    public static Guid? OfficerOf(object state) =>
        state switch
        {
            Officer officer => officer.Id,
            Commendation commendation => commendation.OfficerId,
            Talk talk => talk.OfficerId,
            Warning warning => warning.OfficerId,
            Intervention intervention => intervention.OfficerId,
            Assessment assessment => assessment.OfficerId,
            Leave leave => leave.OfficerId,
            Banquet banquet => banquet.OfficerId,
            Suggestion suggestion => suggestion.OfficerId,
            IssuedPiece piece => piece.OfficerId,
            Access access => access.OfficerId,
            _ => null,
        };

    /// <summary>Whether a kind's records are about one officer each, and are read, opened and continued as care records.</summary>
    public static bool IsCare(StreamKind kind) =>
        kind
            is StreamKind.Talk
                or StreamKind.Warning
                or StreamKind.Intervention
                or StreamKind.Assessment
                or StreamKind.Leave
                or StreamKind.Banquet
                or StreamKind.Suggestion
                or StreamKind.Equipment;

    /// <summary>
    /// Whether what happened at a time was that a last day went by: it is dated the day's last instant, and so may be later
    /// than what was done in time and is told only then.
    /// </summary>
    public static bool WentOverdue(object state, DateTimeOffset at) =>
        state switch
        {
            Leave leave => leave.OverstayedAt == at,
            Review review => review.Actions.Any(x => x.OverdueAt == at),
            _ => false,
        };

    /// <summary>A state as it is stored.</summary>
    public static object StateOf(StreamKind kind, byte[] json) =>
        JsonSerializer.Deserialize(json, TypeOf(kind), CareJson.Options)!;

    /// <summary>The type of the states of a kind of streams.</summary>
    public static Type TypeOf(StreamKind kind) =>
        kind switch
        {
            StreamKind.Unit => typeof(Unit),
            StreamKind.Officer => typeof(Officer),
            StreamKind.Commendation => typeof(Commendation),
            StreamKind.Talk => typeof(Talk),
            StreamKind.Warning => typeof(Warning),
            StreamKind.Intervention => typeof(Intervention),
            StreamKind.Assessment => typeof(Assessment),
            StreamKind.Leave => typeof(Leave),
            StreamKind.Banquet => typeof(Banquet),
            StreamKind.Suggestion => typeof(Suggestion),
            StreamKind.Equipment => typeof(IssuedPiece),
            StreamKind.Activity => typeof(Activity),
            StreamKind.Register => typeof(Register),
            StreamKind.Review => typeof(Review),
            StreamKind.Access => typeof(Access),
            StreamKind.Policy => typeof(Policy),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}

using Wellbeing.Domain;
using Wellbeing.Domain.CareBoard;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Officers;

/// <summary>What an officer's care record comes to; left out for those who may not read it.</summary>
/// <param name="Commendations">The officer's own commendations.</param>
/// <param name="OpenWarnings">Warnings that are open.</param>
/// <param name="WarningLevel">The highest level of these.</param>
/// <param name="OpenInterventions">Interventions that are open.</param>
/// <param name="TalksHeld">Talks that took place and were not voided.</param>
/// <param name="LastTalkAt">When the last of them did.</param>
/// <param name="DaysSinceLastTalk">Days since then.</param>
/// <param name="DueTalk">The quarterly talk that is due, while the officer serves.</param>
/// <param name="DaysWarned">Days since the first of the open warnings was raised.</param>
/// <param name="DaysSupported">Days since the first of the open interventions was opened.</param>
/// <param name="Honours">Commendations that were approved and not revoked.</param>
/// <param name="LastHonouredOn">The day of the last of them.</param>
/// <param name="DaysSinceHonoured">Days since then.</param>
/// <param name="DaysInUnit">Days in the unit, while the officer serves.</param>
/// <param name="Care">How far the care has come, where the officer is under care.</param>
internal sealed record OfficerSummary(
    CommendationCounts Commendations,
    long OpenWarnings,
    WarningLevel? WarningLevel,
    long OpenInterventions,
    long TalksHeld,
    DateTimeOffset? LastTalkAt,
    int? DaysSinceLastTalk,
    DueTalk? DueTalk,
    int? DaysWarned,
    int? DaysSupported,
    long Honours,
    DateOnly? LastHonouredOn,
    int? DaysSinceHonoured,
    int? DaysInUnit,
    CareStanding? Care
);

/// <summary>The talk that an officer is due in a quarter.</summary>
/// <param name="Quarter">The quarter.</param>
/// <param name="DueOn">Its last day.</param>
/// <param name="Result">What has become of it.</param>
/// <param name="ScheduledFor">When the next talk is to take place, where one is arranged.</param>
internal sealed record DueTalk(string Quarter, DateOnly DueOn, TalkDueResult Result, DateTimeOffset? ScheduledFor);

/// <summary>How far the care for an officer has come.</summary>
internal sealed record CareStanding(
    CareStage Stage,
    DateTimeOffset StageSince,
    int DaysInStage,
    DateTimeOffset Since,
    int Days
);

/// <summary>An officer's own commendations, by what happened to them.</summary>
internal sealed record CommendationCounts(long Nominated, long Approved, long Declined, long Conferred, long Revoked);

/// <summary>
/// What a summary is made of, from rows or from states; a quarterly talk may have been held in the quarter of its day.
/// </summary>
internal sealed record SummaryFacts(
    CommendationCounts Commendations,
    long Honours,
    DateOnly? LastHonouredOn,
    long OpenWarnings,
    WarningLevel? WarningLevel,
    DateTimeOffset? WarnedSince,
    long OpenInterventions,
    DateTimeOffset? SupportedSince,
    long TalksHeld,
    DateTimeOffset? LastTalkAt,
    bool TalkedInQuarter,
    DateTimeOffset? ScheduledFor
)
{
    /// <summary>The facts of an officer's streams, as their states tell them.</summary>
    public static SummaryFacts Of(
        Guid officer,
        IReadOnlyCollection<object> states,
        Quarter quarter,
        BureauCalendar calendar
    )
    {
        var awards = states.OfType<Commendation>().Where(x => x.OfficerId == officer).ToList();
        var honours = awards.FindAll(x => x.ApprovedOn is not null && x.RevokedOn is null);
        var warnings = states.OfType<Warning>().Where(x => x.Open).ToList();
        var interventions = states.OfType<Intervention>().Where(x => x.Open).ToList();
        var held = states.OfType<Talk>().Where(x => x.Status == TalkStatus.Held).ToList();
        return new SummaryFacts(
            new CommendationCounts(
                awards.Count,
                awards.Count(x => x.ApprovedOn is not null),
                awards.Count(x => x.DeclinedOn is not null),
                awards.Count(x => x.ConferredOn is not null),
                awards.Count(x => x.RevokedOn is not null)
            ),
            honours.Count,
            honours.Max(x => x.ApprovedOn),
            warnings.Count,
            warnings.Max(x => (WarningLevel?)x.Level),
            warnings.Min(x => (DateTimeOffset?)x.RaisedAt),
            interventions.Count,
            interventions.Min(x => (DateTimeOffset?)x.OpenedAt),
            held.Count,
            held.Max(x => x.HeldAt),
            held.Exists(x => QuarterlyTalk.Counts(x.Trigger) && Quarter.Of(calendar.DayOf(x.HeldAt!.Value)) == quarter),
            states.OfType<Talk>().Where(x => x.Open).Min(x => x.ScheduledFor)
        );
    }

    /// <summary>The summary of a day.</summary>
    public OfficerSummary On(DateOnly day, Officer officer, CareEpisode? episode, BureauCalendar calendar)
    {
        var quarter = Quarter.Of(day);
        var serving = officer.Status == OfficerStatus.Serving;
        return new OfficerSummary(
            Commendations,
            OpenWarnings,
            WarningLevel,
            OpenInterventions,
            TalksHeld,
            LastTalkAt,
            Days(LastTalkAt),
            serving
                ? new DueTalk(
                    $"{quarter}",
                    quarter.Last,
                    QuarterlyTalk.ResultOf(TalkedInQuarter, late: false, over: false),
                    ScheduledFor
                )
                : null,
            Days(WarnedSince),
            Days(SupportedSince),
            Honours,
            LastHonouredOn,
            day.DayNumber - LastHonouredOn?.DayNumber,
            serving ? day.DayNumber - officer.InUnitSince.DayNumber : null,
            episode is null
                ? null
                : new CareStanding(
                    episode.Stage,
                    episode.StageSince,
                    Days(episode.StageSince)!.Value,
                    episode.Since,
                    Days(episode.Since)!.Value
                )
        );

        int? Days(DateTimeOffset? since) => since is { } at ? day.DayNumber - calendar.DayOf(at).DayNumber : null;
    }
}

using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>What may happen to an officer's talks, warnings, interventions and tests, by chance.</summary>
internal static class CareStory
{
    public static Task CareAsync(this Story story, Officer officer, DateTimeOffset at)
    {
        var (talks, warnings) = (story.AllOf<Talk>(), story.AllOf<Warning>());
        var (interventions, accesses) = (story.AllOf<Intervention>(), story.AllOf<Access>());
        var assessments = story.AllOf<Assessment>();
        var leaves = story.AllOf<Leave>();
        var (banquets, suggestions, pieces) = (
            story.AllOf<Banquet>(),
            story.AllOf<Suggestion>(),
            story.AllOf<IssuedPiece>()
        );
        return story.Random.Next(21) switch
        {
            0 or 1 => story.StartAsync(StreamKind.Talk, story.Begin(officer, at), at),
            2 when talks.Count > 0 => story.ThenAsync<Talk>(story.Pick(talks).Id, x => story.Continue(x, at), at),
            3 => story.StartAsync(
                StreamKind.Warning,
                story.Raise(officer, talks.Find(x => x.State.OfficerId == officer.Id).State, at),
                at
            ),
            4 or 5 when warnings.Count > 0 => story.ThenAsync<Warning>(
                story.Pick(warnings).Id,
                x => story.Continue(x, at),
                at
            ),
            6 => story.StartAsync(
                StreamKind.Intervention,
                InterventionDecisions.Open(
                    officer,
                    officer.UnitCode,
                    story.Pick<InterventionKind>(),
                    "lead",
                    [.. warnings.Select(x => x.State).Where(x => x.OfficerId == officer.Id && x.Open)],
                    Story.Sealed(),
                    counsellor: true
                ),
                at
            ),
            7 when interventions.Count > 0 => story.ThenAsync<Intervention>(
                story.Pick(interventions).Id,
                x => story.Continue(x, at),
                at
            ),
            9 => story.StartAsync(
                StreamKind.Leave,
                LeaveDecisions.Request(
                    officer,
                    officer.UnitCode,
                    story.Pick<LeaveKind>(),
                    story.Day(),
                    story.Day().AddDays(story.Random.Next(9)),
                    Story.Sealed(),
                    [.. leaves.Select(x => x.State).Where(x => x.OfficerId == officer.Id)]
                ),
                at
            ),
            10 when leaves.Count > 0 => story.ThenAsync<Leave>(story.Pick(leaves).Id, x => story.Continue(x), at),
            11 => story.StartAsync(
                StreamKind.Banquet,
                BanquetDecisions.Declare(
                    officer,
                    officer.UnitCode,
                    new BanquetPlan(story.Pick<BanquetOccasion>(), story.Day(), 60, Story.Sealed(), Story.Sealed()),
                    story.Day(),
                    PolicyMode.Record
                ),
                at
            ),
            12 when banquets.Count > 0 => story.ThenAsync<Banquet>(
                story.Pick(banquets).Id,
                x =>
                    story.Random.Next(2) == 0
                        ? BanquetDecisions.Review(x, x.UnitCode, Story.Sealed(), own: false)
                        : BanquetDecisions.Withdraw(x, x.UnitCode, Story.Sealed(), x.HeldOn),
                at
            ),
            13 => story.StartAsync(
                StreamKind.Suggestion,
                SuggestionDecisions.Submit(
                    officer,
                    officer.UnitCode,
                    story.Pick<SuggestionKind>(),
                    "One form",
                    Story.Sealed()
                ),
                at
            ),
            14 when suggestions.Count > 0 => story.ThenAsync<Suggestion>(
                story.Pick(suggestions).Id,
                x => story.Continue(x),
                at
            ),
            15 => story.StartAsync(
                StreamKind.Equipment,
                EquipmentDecisions.Issue(
                    officer,
                    officer.UnitCode,
                    story.Pick<EquipmentItem>(),
                    "7",
                    story.Day(),
                    held: pieces.Exists(x => x.State.Open)
                ),
                at
            ),
            16 when pieces.Count > 0 => story.ThenAsync<IssuedPiece>(story.Pick(pieces).Id, x => story.Continue(x), at),
            8 when accesses.Count > 0 => story.ThenAsync<Access>(
                story.Pick(accesses).Id,
                x => AccessDecisions.Review(x, officer.UnitCode, "auditor", story.Pick<AccessVerdict>(), null),
                at
            ),
            17 => story.StartAsync(
                StreamKind.Assessment,
                AssessmentDecisions.Assign(officer, officer.UnitCode, story.Pick<Instrument>(), null, Story.Sealed()),
                at
            ),
            18 when assessments.Count > 0 => story.ThenAsync<Assessment>(
                story.Pick(assessments).Id,
                story.Continue,
                at
            ),
            19 => story.StartAsync(StreamKind.Activity, story.Gather(officer, at), at),
            20 when story.AllOf<Activity>() is { Count: > 0 } activities => story.ThenAsync<Activity>(
                story.Pick(activities).Id,
                x => story.Continue(x, at),
                at
            ),
            // In no history, and yet between the events of all.
            _ => story.StartAsync(
                StreamKind.Access,
                AccessDecisions.Override(
                    officer,
                    "counsellor",
                    Story.Sealed(),
                    withinReach: false,
                    accesses.FindLast(x => x.State.OfficerId == officer.Id).State,
                    at
                ),
                at
            ),
        };
    }

    private static Decision Begin(this Story story, Officer officer, DateTimeOffset at) =>
        story.Random.Next(3) switch
        {
            0 => TalkDecisions.Schedule(
                officer,
                officer.UnitCode,
                story.Pick<TalkKind>(),
                story.Pick<TalkTrigger>(),
                "host",
                at,
                Story.Sealed()
            ),
            1 => TalkDecisions.Record(officer, officer.UnitCode, story.Pick<TalkKind>(), null, story.Content(at)),
            _ => TalkDecisions.Omit(officer, officer.UnitCode, TalkTrigger.Quarterly, story.Day()),
        };

    private static TalkContent Content(this Story story, DateTimeOffset at) =>
        new(
            "host",
            at,
            story.Random.Next(1, 90),
            Story.Sealed(),
            [new Concern(story.Pick<CareCategory>(), story.Random.Next(1, 4))],
            story.Random.Next(1, 6),
            Story.Sealed()
        );

    private static Decision Continue(this Story story, Talk talk, DateTimeOffset at) =>
        story.Random.Next(8) switch
        {
            0 => TalkDecisions.Hold(talk, talk.UnitCode, story.Content(at)),
            1 => TalkDecisions.Miss(talk, talk.UnitCode, Story.Sealed()),
            2 => TalkDecisions.Cancel(talk, talk.UnitCode, Story.Sealed()),
            3 => TalkDecisions.AgreeFollowUp(talk, talk.UnitCode, Story.Sealed(), "owner", story.Day()),
            4 => TalkDecisions.FinishFollowUp(talk, talk.UnitCode, 1, Story.Sealed()),
            5 => TalkDecisions.MissFollowUp(talk, talk.UnitCode, 1, DateOnly.MaxValue),
            6 => TalkDecisions.Void(talk, talk.UnitCode, "somebody else", Story.Sealed()),
            _ => TalkDecisions.Amend(
                talk,
                new TalkAmended(talk.OfficerId, talk.UnitCode, null, null, null, null, 3, null, Story.Sealed())
            ),
        };

    private static Decision Gather(this Story story, Officer officer, DateTimeOffset at)
    {
        var unit = story.AllOf<Unit>().Select(x => x.State).First(x => x.UnitCode == officer.UnitCode);
        return story.Random.Next(2) == 0
            ? ActivityDecisions.Plan(unit, story.Pick<ActivityKind>(), "Games", at, [])
            : ActivityDecisions.Record(unit, story.Pick<ActivityKind>(), "Games", new(at, 90, ["sport"], null));
    }

    private static Decision Continue(this Story story, Activity it, DateTimeOffset at) =>
        story.Random.Next(2) == 0
            ? ActivityDecisions.Hold(it, new(at, null, null, "Won"))
            : ActivityDecisions.RecordAttendance(
                it,
                [.. story.Officers.Where(_ => story.Random.Next(3) == 0).Select(x => x.Id)]
            );

    private static Decision Raise(this Story story, Officer officer, Talk? talk, DateTimeOffset at)
    {
        var (level, from) = (story.Pick<WarningLevel>(), talk?.Status == TalkStatus.Held ? talk : null);
        return WarningDecisions.Raise(
            officer,
            officer.UnitCode,
            new Alert(
                story.Pick<CareCategory>(),
                level,
                from is null ? WarningSource.Peer : WarningSource.Talk,
                from?.Id,
                Story.Sealed(),
                null
            ),
            from,
            WarningPolicies.Shipped.For(level, at, story.Day())
        );
    }

    private static Decision Continue(this Story story, Warning warning, DateTimeOffset at) =>
        story.Random.Next(7) switch
        {
            0 => WarningDecisions.Acknowledge(warning, warning.UnitCode),
            1 => WarningDecisions.Assign(warning, warning.UnitCode, "somebody"),
            2 => WarningDecisions.Reclassify(
                warning,
                warning.UnitCode,
                WarningLevel.Red,
                Story.Sealed(),
                WarningPolicies.Shipped.For(WarningLevel.Red, at, story.Day())
            ),
            3 => WarningDecisions.Escalate(
                warning,
                warning.UnitCode,
                ["C", "B", "A"],
                null,
                Story.Sealed(),
                at,
                PolicyMode.Record
            ),
            4 => WarningDecisions.Resolve(warning, warning.UnitCode, story.Pick<WarningOutcome>(), Story.Sealed()),
            5 => WarningDecisions.Dismiss(warning, warning.UnitCode, Story.Sealed()),
            _ => WarningDecisions.Reopen(
                warning,
                warning.UnitCode,
                Story.Sealed(),
                WarningPolicies.Shipped.For(warning.Level, at, story.Day())
            ),
        };

    private static Decision Continue(this Story story, Assessment it) =>
        it.Status == AssessmentStatus.Assigned
            ? AssessmentDecisions.Complete(
                it,
                it.UnitCode,
                new TakenTest(
                    "1",
                    "zh-CN",
                    Scoring.OfScores(it.Instrument, new TestScores(story.Random.Next(90, 101))),
                    Story.Sealed()
                )
            )
            : AssessmentDecisions.Review(it, it.UnitCode, Story.Sealed());

    private static Decision Continue(this Story story, Intervention it, DateTimeOffset at) =>
        story.Random.Next(7) switch
        {
            0 => InterventionDecisions.RevisePlan(it, it.UnitCode, Story.Sealed(), counsellor: true),
            1 => InterventionDecisions.Refer(it, it.UnitCode, story.Pick<ReferralTarget>(), null, counsellor: true),
            2 => InterventionDecisions.Measure(it, it.UnitCode, Instrument.Phq9, 6, counsellor: true),
            3 => InterventionDecisions.Suspend(it, it.UnitCode, Story.Sealed(), counsellor: true),
            4 => InterventionDecisions.Resume(it, it.UnitCode, counsellor: true),
            5 => InterventionDecisions.Complete(
                it,
                it.UnitCode,
                story.Pick<InterventionOutcome>(),
                Story.Sealed(),
                counsellor: true
            ),
            _ => InterventionDecisions.RecordSession(
                it,
                it.UnitCode,
                new Session(at, "counsellor", SessionMode.InPerson, SessionProgress.Improved, Story.Sealed()),
                counsellor: true
            ),
        };

    private static Decision Continue(this Story story, Leave leave) =>
        story.Random.Next(6) switch
        {
            0 => LeaveDecisions.Approve(leave, leave.UnitCode, own: false),
            1 => LeaveDecisions.Decline(leave, leave.UnitCode, Story.Sealed(), own: false),
            2 => LeaveDecisions.Start(leave, leave.UnitCode, leave.From, Database.Calendar),
            4 => LeaveDecisions.Withdraw(leave, leave.UnitCode, Story.Sealed()),
            3 => LeaveDecisions.Overstay(leave, leave.UnitCode, leave.To.AddDays(1)),
            _ => LeaveDecisions.Return(leave, leave.UnitCode, leave.To),
        };

    private static Decision Continue(this Story story, Suggestion it) =>
        story.Random.Next(3) switch
        {
            0 => SuggestionDecisions.Adopt(it, it.UnitCode, "owner", story.Day(), own: false),
            1 => SuggestionDecisions.Decline(it, it.UnitCode, Story.Sealed(), own: false),
            _ => SuggestionDecisions.Implement(it, it.UnitCode, story.Day(), Story.Sealed()),
        };

    private static Decision Continue(this Story story, IssuedPiece it) =>
        story.Random.Next(3) switch
        {
            0 => EquipmentDecisions.Inspect(it, it.UnitCode, story.Day(), story.Pick<EquipmentCondition>()),
            1 => EquipmentDecisions.Service(it, it.UnitCode, story.Day(), Story.Sealed()),
            _ => EquipmentDecisions.Return(it, it.UnitCode, story.Day(), story.Pick<EquipmentCondition>()),
        };
}

using Wellbeing.Api.EventStore;
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

namespace Wellbeing.Api.Hosting;

/// <summary>What the snapshots of each kind of record are looked for by.</summary>
internal static class SnapshotTables
{
    public static IReadOnlyList<SnapshotTable> All { get; } =
    [
        new SnapshotTable<Unit>(x => x.UnitCode, x => x.ParentCode, x => x.Name, x => x.KindWord, x => x.Closed)
            .Unique("mt_ux_units_unit_code", null, "unit_code")
            .Index("parent_code"),
        new SnapshotTable<Officer>(x => x.UnitCode, x => x.StatusWord, x => x.Restricted, x => x.ErasureWord)
            .Index("unit_code", "id")
            .IndexWhere("erasure is not null", "id"),
        new SnapshotTable<Commendation>(
            x => x.RecipientKindWord,
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.Title,
            x => x.DeedWord,
            x => x.StatusWord,
            x => x.LevelWord,
            x => x.AuthorityWord,
            x => x.DeedClaim,
            x => x.NominatedOn,
            x => x.ApprovedOn,
            x => x.DeclinedOn,
            x => x.ConferredOn,
            x => x.RevokedOn
        )
            .Unique("mt_ux_commendations_deed", "deed_claim is not null", "deed_claim")
            .Index("officer_id", "nominated_on")
            .Index("unit_code", "nominated_on")
            .Index("nominated_on", "id")
            .IndexWhere("approved_on is not null", "approved_on", "id")
            // All that the honours of a period are counted by: the rows themselves are not read.
            .IndexWhere(
                "approved_on is not null",
                "approved_on",
                "recipient_kind",
                "unit_code",
                "officer_id",
                "revoked_on"
            )
            .IndexWhere("declined_on is not null", "declined_on", "id")
            .IndexWhere("conferred_on is not null", "conferred_on", "id")
            .IndexWhere("revoked_on is not null", "revoked_on", "id")
            .IndexWhere("approved_on is not null and revoked_on is null", "officer_id", "approved_on"),
        new SnapshotTable<Talk>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.KindWord,
            x => x.TriggerWord,
            x => x.Host,
            x => x.HeldAt,
            x => x.At,
            x => x.ScheduledFor,
            x => x.DueOn
        )
            .Index("officer_id", "at")
            .Index("unit_code", "at")
            .Index("at", "id")
            .IndexWhere("held_at is not null", "held_at", "officer_id")
            .IndexWhere("scheduled_for is not null", "scheduled_for", "officer_id"),
        new SnapshotTable<Warning>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.CategoryWord,
            x => x.LevelWord,
            x => x.SourceWord,
            x => x.RaisedBy,
            x => x.TakenUpBy,
            x => x.OutcomeWord,
            x => x.At
        )
            .Index("officer_id", "at")
            .IndexWhere("open", "officer_id")
            .Index("unit_code", "at")
            .Index("at", "id")
            .Index("occurred_at", "at"),
        new SnapshotTable<Intervention>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.KindWord,
            x => x.Lead,
            x => x.OutcomeWord,
            x => x.At
        )
            .Index("officer_id", "at")
            .IndexWhere("open", "officer_id")
            .Index("unit_code", "at")
            .Index("at", "id")
            .Index("occurred_at", "at"),
        new SnapshotTable<Assessment>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.InstrumentWord,
            x => x.AssignedBy,
            x => x.BandWord,
            x => x.At
        )
            .Index("officer_id", "at")
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<Leave>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.KindWord,
            x => x.From,
            x => x.To,
            x => x.Ordinal,
            x => x.At
        )
            .Unique("mt_ux_leaves_ordinal", "ordinal is not null", "officer_id", "ordinal")
            .Index("officer_id", "at")
            .IndexWhere("status = 'started'", "to_on", "id")
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<Banquet>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.OccasionWord,
            x => x.HeldOn,
            x => x.At
        )
            .Index("officer_id", "at")
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<Suggestion>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.KindWord,
            x => x.AdoptedAt,
            x => x.DeclinedAt,
            x => x.ImplementedAt,
            x => x.At
        )
            .Index("officer_id", "at")
            .IndexWhere("adopted_at is not null", "adopted_at", "id")
            .IndexWhere("implemented_at is not null", "implemented_at", "id")
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<IssuedPiece>(
            x => x.OfficerId,
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.Open,
            x => x.ItemWord,
            x => x.ConditionWord,
            x => x.IssuedOn,
            x => x.ReturnedOn,
            x => x.SerialKey,
            x => x.SerialClaim,
            x => x.At
        )
            .Unique("mt_ux_equipment_serial", "serial_claim is not null", "serial_claim")
            .IndexWhere("serial_key is not null and open", "serial_key")
            .Index("officer_id", "at")
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<Activity>(
            x => x.UnitCode,
            x => x.StatusWord,
            x => x.KindWord,
            x => x.Title,
            x => x.PlannedFor,
            x => x.HeldAt,
            x => x.Minutes,
            x => x.Officers,
            x => x.At
        )
            .Index("unit_code", "at")
            .Index("at", "id"),
        new SnapshotTable<Register>(
            x => x.UnitCode,
            x => x.Period,
            x => x.StatusWord,
            x => x.SignedAt,
            x => x.TalkCount,
            x => x.At
        )
            .Unique("mt_ux_registers_period", null, "unit_code", "period")
            .Index("at", "id"),
        new SnapshotTable<Review>(x => x.UnitCode, x => x.Period, x => x.Open, x => x.At)
            .Unique("mt_ux_reviews_period", null, "unit_code", "period")
            .Index("period")
            .Index("at", "id"),
        new SnapshotTable<Access>(x => x.OfficerId, x => x.KindWord, x => x.By, x => x.At, x => x.Until, x => x.Open)
            .Index("officer_id", "at")
            .IndexWhere("until is not null", "by", "until")
            .IndexWhere("until is not null", "at", "id")
            .Unique("mt_ux_accesses_override", "open", "officer_id", "by")
            .LeaveAlone(Persons.AccessesBy),
        new SnapshotTable<Policy>(x => x.KindWord),
    ];
}

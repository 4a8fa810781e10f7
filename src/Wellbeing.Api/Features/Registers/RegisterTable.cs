using Wellbeing.Api.Features.Exports;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A register as a table, a line a talk, and as a page to print and file.</summary>
internal static class RegisterTable
{
    private static readonly string[] Whole =
    [
        "unit",
        "month",
        "register",
        "consolidatedBy",
        "consolidatedAt",
        "signedBy",
        "signedAt",
        "ledgerSize",
        "ledgerRoot",
        "reopenedFor",
        "talk",
        "version",
        "change",
        "withheld",
        "heldAt",
        "scheduledFor",
        "dueOn",
        "status",
        "kind",
        "trigger",
        "officer",
        "host",
        "minutes",
        "concerns",
        "mood",
        "followUps",
        "followUpsOpen",
        "followUpsOverdue",
        "amendments",
    ];

    private static readonly string[] Printed =
    [
        "heldAt",
        "scheduledFor",
        "status",
        "kind",
        "trigger",
        "officer",
        "host",
        "minutes",
        "concerns",
        "mood",
        "version",
        "change",
        "withheld",
    ];

    public static Table Of(RegisterAnswer it) =>
        Table.Of("register", [it.UnitCode, it.Month], Whole, it.Talks.Select(x => Line(it, x)));

    public static PrintedTables Page(RegisterAnswer it) =>
        new(
            "register",
            [it.UnitCode, it.Month],
            [
                ("unit", it.UnitCode),
                ("month", it.Month),
                ("talks", it.Talks.Count),
                ("register", Status(it)),
                ("consolidatedBy", it.ConsolidatedBy),
                ("consolidatedAt", it.ConsolidatedAt),
                ("signedBy", it.SignedBy),
                ("signedAt", it.SignedAt),
                ("ledgerSize", it.LedgerSize),
                ("ledgerRoot", it.LedgerRoot),
                ("reopenedFor", it.Reason),
                // What nobody has put together has not changed since.
                (
                    it.SignedAt is null ? "changesSinceConsolidated" : "changesSinceSigned",
                    it.Id is null ? null : it.Changes
                ),
            ],
            [Of(it).Only(Printed) with { Name = "talks" }]
        );

    private static ExportText Status(RegisterAnswer it) =>
        ExportText.Of(it.Status) ?? new ExportText("export.not-consolidated");

    private static object?[] Line(RegisterAnswer it, RegisterEntry entry)
    {
        var talk = entry.Talk;
        return
        [
            it.UnitCode,
            it.Month,
            Status(it),
            it.ConsolidatedBy,
            it.ConsolidatedAt,
            it.SignedBy,
            it.SignedAt,
            it.LedgerSize,
            it.LedgerRoot,
            it.Reason,
            entry.TalkId,
            entry.Version,
            ExportText.Of(entry.Change),
            entry.Withheld,
            talk?.HeldAt,
            talk?.ScheduledFor,
            talk?.DueOn,
            ExportText.Of(talk?.Status),
            ExportText.Of(talk?.Kind),
            ExportText.Of(talk?.Trigger),
            talk?.OfficerId,
            talk?.Host,
            talk?.Minutes,
            talk?.Concerns.Select(x => ExportText.Of<CareCategory>(x.Category)! with { After = $" ({x.Severity})" }),
            talk?.Mood,
            talk?.FollowUps.Count,
            talk?.FollowUps.Count(x => x.DoneAt is null),
            talk?.FollowUps.Count(x => x is { DoneAt: null, OverdueAt: not null }),
            talk?.Amendments.Count,
        ];
    }
}

using Wellbeing.Api.Features.Exports;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>A quarter's review as one table of its parts, and as a page to print and file.</summary>
internal static class ReviewTable
{
    public static Table Of(ReviewAnswer it) => Table.Of("review", [it.UnitCode, it.Quarter], Parts(it));

    public static PrintedTables Page(ReviewAnswer it) =>
        new(
            "review",
            [it.UnitCode, it.Quarter],
            [
                ("quarter", it.Quarter),
                ("unit", it.UnitCode ?? (object)new ExportText("export.whole-bureau")),
                ("heldAt", it.Review?.HeldAt ?? (object)new ExportText("export.not-held")),
                ("version", it.Version),
            ],
            Parts(it)
        );

    private static Table[] Parts(ReviewAnswer it) =>
        [
            Part(
                "review-findings",
                ["quarter", "unit", "number", "category", "severity", "text"],
                it.Review?.Findings.Select(
                    object?[] (x) =>
                        [it.Quarter, it.UnitCode, x.Number, ExportText.Of<CareCategory>(x.Category), x.Severity, x.Text]
                )
            ),
            Part(
                "review-actions",
                [
                    "quarter",
                    "unit",
                    "number",
                    "text",
                    "owner",
                    "dueOn",
                    "answersFinding",
                    "outcome",
                    "closedOn",
                    "overdueAt",
                ],
                it.Review?.Actions.Select(
                    object?[] (x) =>
                        [
                            it.Quarter,
                            it.UnitCode,
                            x.Number,
                            x.What,
                            x.Owner,
                            x.DueOn,
                            x.Finding,
                            ExportText.Of(x.Outcome),
                            x.ClosedOn,
                            x.OverdueAt,
                        ]
                )
            ),
            Part(
                "review-figures",
                ["figure", "quarter", "unit", "value", "difference", "query"],
                it.Figures.SelectMany(x => x.Trend.Select(y => Line(it, x, y)))
            ),
            Part("review-previous", Short, it.Previous.Select(Line)),
            Part("review-units", Short, it.Reviews.Select(Line)),
        ];

    private static readonly string[] Short =
    [
        "quarter",
        "unit",
        "heldAt",
        "findings",
        "severe",
        "actions",
        "closedActions",
        "overdueActions",
    ];

    private static Table Part(string name, string[] columns, IEnumerable<object?[]>? rows) =>
        Table.Of(name, [], columns, rows ?? []);

    // Of the quarters before, how they changed is in their own reviews.
    private static object?[] Line(ReviewAnswer it, ReviewFigure figure, QuarterValue at) =>
        [
            ExportText.Figure(figure.Name),
            at.Quarter,
            it.UnitCode,
            at.Value,
            at.Quarter == it.Quarter ? figure.Change : null,
            at.Query,
        ];

    private static object?[] Line(ReviewItem x) =>
        [x.Quarter, x.UnitCode, x.HeldAt, x.Findings, x.Severe, x.Actions, x.ClosedActions, x.OverdueActions];
}

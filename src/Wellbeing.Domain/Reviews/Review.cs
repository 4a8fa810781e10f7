using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Reviews;

/// <summary>What a review found out.</summary>
/// <param name="Number">Its number within the review, 1 and up.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Severity">1 (slight) to 3 (severe).</param>
/// <param name="Text">What was found.</param>
public sealed record ReviewFinding(int Number, CareCategory Category, int Severity, string Text);

/// <summary>What a review resolved.</summary>
/// <param name="Number">Its number within the review, 1 and up.</param>
/// <param name="What">What has to be done.</param>
/// <param name="Owner">Opaque id of who does it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Finding">Number of the finding that it answers.</param>
/// <param name="Outcome">What it came to; null while it is open.</param>
/// <param name="ClosedOn">On which day.</param>
/// <param name="OverdueAt">Since when it is on record that its last day went by without that, or null.</param>
public sealed record ReviewAction(
    int Number,
    string What,
    string Owner,
    DateOnly DueOn,
    int? Finding,
    ReviewOutcome? Outcome = null,
    DateOnly? ClosedOn = null,
    DateTimeOffset? OverdueAt = null
);

/// <summary>A quarterly review as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Period">The quarter, such as <c>2023-Q4</c>.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Findings">What it found out, in order.</param>
/// <param name="Actions">What it resolved, in order.</param>
public sealed record Review(
    Guid Id,
    string UnitCode,
    string Period,
    DateTimeOffset HeldAt,
    IReadOnlyList<ReviewFinding> Findings,
    IReadOnlyList<ReviewAction> Actions
) : RecordState, IRecordState<Review>
{
    /// <summary>By what a review is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => HeldAt;

    DateTimeOffset? IRecordState.AgreedAt => HeldAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("review_held", typeof(ReviewHeld), StreamKind.Review, Starts: true, Continues: false),
        new("review_finding_recorded", typeof(ReviewFindingRecorded), StreamKind.Review),
        new("review_action_assigned", typeof(ReviewActionAssigned), StreamKind.Review),
        new("review_action_closed", typeof(ReviewActionClosed), StreamKind.Review),
        new("review_action_overdue", typeof(ReviewActionOverdue), StreamKind.Review),
    ];

    /// <inheritdoc />
    public static Review Fold(Review? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened.StreamId, (ReviewHeld)happened.Data) : before.Next(happened);

    /// <summary>True while something that it resolved is to be done.</summary>
    [JsonIgnore]
    public bool Open => Actions.Any(x => x.Outcome is null);

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Review Start(Guid id, ReviewHeld held) => new(id, held.UnitCode, held.Period, held.HeldAt, [], []);

    /// <summary>The state after one more event.</summary>
    public Review Next(RecordedEvent happened) =>
        happened.Data switch
        {
            ReviewFindingRecorded x => this with
            {
                Findings = [.. Findings, new ReviewFinding(x.Number, x.Category, x.Severity, x.Text)],
            },
            ReviewActionAssigned x => this with
            {
                Actions = [.. Actions, new ReviewAction(x.Number, x.What, x.Owner, x.DueOn, x.Finding)],
            },
            ReviewActionClosed x => With(x.Number, a => a with { Outcome = x.Outcome, ClosedOn = x.ClosedOn }),
            ReviewActionOverdue x => With(x.Number, a => a with { OverdueAt = happened.OccurredAt }),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    private Review With(int number, Func<ReviewAction, ReviewAction> change) =>
        this with
        {
            Actions = [.. Actions.Select(x => x.Number == number ? change(x) : x)],
        };
}

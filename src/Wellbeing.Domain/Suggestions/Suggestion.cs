using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Suggestions;

/// <summary>Where a suggestion stands.</summary>
public enum SuggestionStatus
{
    /// <summary>Made.</summary>
    Submitted,

    /// <summary>Adopted.</summary>
    Adopted,

    /// <summary>Not adopted.</summary>
    Declined,

    /// <summary>Put into practice.</summary>
    Implemented,
}

/// <summary>A suggestion as its event stream leaves it: what it says is in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit when it was made.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">A label by which it is listed.</param>
/// <param name="SubmittedAt">When it was made.</param>
/// <param name="SubmittedBy">Opaque id of who put that on record.</param>
/// <param name="DecidedBy">Opaque id of who adopted it or not.</param>
/// <param name="AdoptedAt">When it was adopted.</param>
/// <param name="DeclinedAt">When it was decided not to adopt it.</param>
/// <param name="Owner">Opaque id of who is to put it into practice.</param>
/// <param name="DueOn">By when.</param>
/// <param name="ImplementedOn">On which day it was put into practice.</param>
public sealed record Suggestion(
    Guid Id,
    SuggestionStatus Status,
    Guid OfficerId,
    string UnitCode,
    SuggestionKind Kind,
    string Title,
    DateTimeOffset SubmittedAt,
    string SubmittedBy,
    string? DecidedBy = null,
    DateTimeOffset? AdoptedAt = null,
    DateTimeOffset? DeclinedAt = null,
    string? Owner = null,
    DateOnly? DueOn = null,
    DateOnly? ImplementedOn = null
) : RecordState, IRecordState<Suggestion>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <summary>When it was carried out, as a time.</summary>
    [JsonIgnore]
    public DateTimeOffset? ImplementedAt => ImplementedOn is { } day ? NoonOf(day) : null;

    /// <summary>By what a suggestion is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => SubmittedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("suggestion_submitted", typeof(SuggestionSubmitted), StreamKind.Suggestion, Starts: true, Continues: false),
        new("suggestion_adopted", typeof(SuggestionAdopted), StreamKind.Suggestion),
        new("suggestion_declined", typeof(SuggestionDeclined), StreamKind.Suggestion),
        new("suggestion_implemented", typeof(SuggestionImplemented), StreamKind.Suggestion),
    ];

    /// <inheritdoc />
    public static Suggestion Fold(Suggestion? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (SuggestionSubmitted)happened.Data) : before.Next(happened);

    /// <summary>True until it is declined or put into practice.</summary>
    [JsonIgnore]
    public bool Open => Status is SuggestionStatus.Submitted or SuggestionStatus.Adopted;

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="submitted">Its fact.</param>
    public static Suggestion Start(RecordedEvent first, SuggestionSubmitted submitted) =>
        new(
            first.StreamId,
            SuggestionStatus.Submitted,
            submitted.OfficerId!.Value,
            submitted.UnitCode!,
            submitted.Kind,
            submitted.Title,
            first.OccurredAt,
            first.Actor
        );

    /// <summary>The state after one more event.</summary>
    public Suggestion Next(RecordedEvent happened) =>
        happened.Data switch
        {
            SuggestionAdopted x => this with
            {
                Status = SuggestionStatus.Adopted,
                DecidedBy = happened.Actor,
                AdoptedAt = happened.OccurredAt,
                Owner = x.Owner,
                DueOn = x.DueOn,
            },
            SuggestionDeclined => this with
            {
                Status = SuggestionStatus.Declined,
                DecidedBy = happened.Actor,
                DeclinedAt = happened.OccurredAt,
            },
            SuggestionImplemented x => this with
            {
                Status = SuggestionStatus.Implemented,
                ImplementedOn = x.ImplementedOn,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };
}

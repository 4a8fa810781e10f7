using System.Globalization;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// That an officer was erased, and when: the text of a note that the log signs and its witness keeps, so that a restore of
/// an older backup learns whom to erase again.
/// </summary>
/// <param name="Origin">The log in which the erasure stands.</param>
/// <param name="Subject">The officer's id, which names nobody any more.</param>
/// <param name="ErasedAt">UTC, to the microsecond.</param>
public sealed record Tombstone(string Origin, Guid Subject, DateTimeOffset ErasedAt)
{
    private const string Heading = "wellbeing tombstone";
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    /// <summary>The text that is signed: four lines.</summary>
    public string Text =>
        $"{Heading}\n{Origin}\n{Subject:D}\n{ErasedAt.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)}\n";

    /// <summary>Reads a note's text; null where it is no tombstone in every byte.</summary>
    public static Tombstone? TryParse(string text)
    {
        if (StrictText.Lines(text) is not [Heading, { Length: > 0 } origin, var subject, var at])
            return null;
        if (
            !Guid.TryParseExact(subject, "D", out var id)
            || !DateTimeOffset.TryParseExact(
                at,
                Time,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
        )
            return null;
        var tombstone = new Tombstone(origin, id, time);
        return tombstone.Text == text ? tombstone : null;
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bogus;

namespace Wellbeing.Demo;

/// <summary>Lines of an import as they are told, and chance that is the same each time.</summary>
internal sealed class Story(int seed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<(DateTimeOffset At, string Line)> _lines = [];

    /// <summary>The seed is the demo's own: a bureau that others make elsewhere is the same.</summary>
    public Randomizer Chance { get; } = new(seed);

    /// <summary>In the order in which they happened; of what happened at once, in the order in which it was told.</summary>
    public IEnumerable<string> Lines => _lines.OrderBy(x => x.At).Select(x => x.Line);

    /// <summary>Tells an event.</summary>
    /// <param name="stream">The stream's key, kind first.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="actor">Opaque id of who did it.</param>
    /// <param name="data">The body of the same request.</param>
    /// <param name="part">What tells it from others of its type in the stream.</param>
    public void Tell(string stream, string type, DateTimeOffset at, string actor, object data, string part = "")
    {
        var line = new
        {
            key = $"{stream}/{type}{part}",
            stream,
            type,
            occurredAt = at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            actor,
            data,
        };
        _lines.Add((at, JsonSerializer.Serialize(line, Json)));
    }

    /// <summary>Some of them, each once, by chance.</summary>
    public List<T> Some<T>(IEnumerable<T> of, int count) => [.. Chance.Shuffle(of).Take(count)];
}

/// <summary>Times of the demo's year in the bureau's time zone, which has no summer time.</summary>
internal static class Year
{
    public const int Of = 2023;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    public static DateTimeOffset At(DateOnly day, int hour = 9, int minute = 0) =>
        new(day, new TimeOnly(hour, minute), Shanghai);

    public static DateOnly Day(int month, int day) => new(Of, month, day);

    public static DateOnly First(int quarter) => Day((quarter * 3) - 2, 1);

    public static DateOnly Last(int quarter) => First(quarter).AddMonths(3).AddDays(-1);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

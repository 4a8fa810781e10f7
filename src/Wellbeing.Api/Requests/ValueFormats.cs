using System.Collections.Frozen;
using System.Globalization;
using Wellbeing.Domain;

namespace Wellbeing.Api.Requests;

/// <summary>The one spelling of each kind of value, alike in bodies and in queries.</summary>
internal static class ValueFormats
{
    private const int MicrosecondDigits = 6;

    public static bool TryId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>
    /// ISO 8601 in the extended form, its offset stated (yyyy-MM-ddTHH:mm[:ss[.f…]] and Z or ±HH:mm), truncated to
    /// microseconds, which is what the database keeps; UTC.
    /// </summary>
    public static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (!TrySplit(text, out var clock, out var offset))
            return false;
        var dot = clock.IndexOf('.');
        var fraction = dot < 0 ? [] : clock[(dot + 1)..];
        var seconds = dot < 0 ? clock : clock[..dot];
        if (dot >= 0 && (fraction.IsEmpty || fraction.ContainsAnyExceptInRange('0', '9') || seconds.Length != 19))
            return false;
        var format = seconds.Length == 16 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss";
        if (!DateTime.TryParseExact(seconds, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        local = local.AddMicroseconds(Microseconds(fraction));
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    /// <summary>The words of an enum, which are matched exactly.</summary>
    public static FrozenDictionary<string, object> Of(Type choice) =>
        Enum.GetValues(choice).Cast<object>().ToFrozenDictionary(EnumNames.Of);

    private static bool TrySplit(string text, out ReadOnlySpan<char> clock, out TimeSpan offset)
    {
        clock = [];
        offset = TimeSpan.Zero;
        if (text.EndsWith('Z'))
        {
            clock = text.AsSpan(0, text.Length - 1);
            return true;
        }
        if (text.Length < 6 || text[^6] is not ('+' or '-'))
            return false;
        clock = text.AsSpan(0, text.Length - 6);
        if (!TimeSpan.TryParseExact(text.AsSpan(text.Length - 5), @"hh\:mm", CultureInfo.InvariantCulture, out offset))
            return false;
        if (text[^6] == '-')
            offset = -offset;
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static int Microseconds(ReadOnlySpan<char> fraction)
    {
        var micros = 0;
        for (var digit = 0; digit < MicrosecondDigits; digit++)
            micros = (micros * 10) + (digit < fraction.Length ? fraction[digit] - '0' : 0);
        return micros;
    }
}

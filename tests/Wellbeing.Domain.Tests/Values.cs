using System.Globalization;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Wellbeing.Domain.Tests;

/// <summary>Values as scenarios write them.</summary>
internal static class Values
{
    public static readonly Guid StreamId = new("01890a5d-ac96-774b-bcce-b302099a8057");
    public static readonly Guid EventId = new("01890a5d-ac97-7a3e-8f1d-0c6c1f1b7a11");
    public static readonly Guid Colleague = new("01890a5d-ac98-7b60-9d5a-6f0f4f9f2c22");
    public static readonly BureauCalendar Shanghai = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

    /// <summary>Stands for a text that was sealed outside the domain.</summary>
    public static SealedText Sealed(string text) => new(Encoding.UTF8.GetBytes(text));

    public static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), CareJson.Options);

    public static object FromJson(string json, Type type) =>
        JsonSerializer.Deserialize(json, type, CareJson.Options).ShouldNotBeNull();
}

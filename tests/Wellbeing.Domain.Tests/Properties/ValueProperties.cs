using System.Text.Json;
using CsCheck;
using Shouldly;
using Wellbeing.Domain.Histories;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Properties;

public sealed class ValueProperties
{
    private static readonly Gen<DateTimeOffset> Times = Gen.Select(
        Gen.Long[Day("1949-10-01").ToDateTime(default).Ticks, Day("2149-10-01").ToDateTime(default).Ticks],
        Gen.Int[-14 * 60, 14 * 60],
        (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))
    );

    [Fact]
    public void a_sealed_text_is_the_same_after_it_was_stored() =>
        Gen
            .Byte.Array[0, 500]
            .Sample(envelope =>
            {
                var text = new SealedText(envelope);
                var again = FromJson(Json(text), typeof(SealedText));
                again.ShouldBe(text);
                again.GetHashCode().ShouldBe(text.GetHashCode());
            });

    [Fact]
    public void two_sealed_texts_are_equal_by_their_bytes_alone() =>
        Gen.Select(Gen.Byte.Array[0, 3], Gen.Byte.Array[0, 3])
            .Sample((one, other) => new SealedText(one).Equals(new SealedText(other)) == one.SequenceEqual(other));

    [Fact]
    public void a_sealed_text_says_in_its_json_that_it_is_sealed() =>
        Json(new SealedText(new byte[] { 1, 2, 3 })).ShouldBe("""{"sealed":"AQID"}""");

    [Theory]
    [InlineData("\"a plain text\"")]
    [InlineData("""{"text":"a plain text"}""")]
    [InlineData("""{"sealed":"not base64!"}""")]
    [InlineData("""{"sealed":null}""")]
    [InlineData("""{"sealed":1}""")]
    [InlineData("""{"sealed":"AQID","text":"a plain text"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("1")]
    public void what_is_no_sealed_text_is_not_taken_for_one(string json) =>
        Should.Throw<JsonException>(() => FromJson(json, typeof(SealedText)));

    [Fact]
    public void a_time_loses_less_than_a_microsecond_and_is_told_in_utc() =>
        Times.Sample(at =>
        {
            var kept = Instants.Truncate(at);
            kept.Offset.ShouldBe(TimeSpan.Zero);
            (kept.Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
            (at - kept).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond - 1));
            Instants.Truncate(kept).ShouldBe(kept);
        });

    [Fact]
    public void a_time_is_read_back_as_it_was_told() =>
        Times.Sample(at => Instants.Parse(Instants.Text(at)) == Instants.Truncate(at));

    [Theory]
    [InlineData("2023-07-01T00:00:00+00:00")]
    [InlineData("2023-07-01T00:00:00")]
    [InlineData("2023-07-01T00:00:00.1234567Z")]
    [InlineData("2023-07-01")]
    [InlineData("")]
    public void a_time_told_otherwise_is_not_read(string text) =>
        Should.Throw<FormatException>(() => Instants.Parse(text));

    [Theory]
    [InlineData("2023-07-01T08:00:00+08:00", "2023-07-01T00:00:00Z")]
    [InlineData("2023-07-01T00:00:00.5Z", "2023-07-01T00:00:00.5Z")]
    [InlineData("2023-07-01T00:00:00.000001Z", "2023-07-01T00:00:00.000001Z")]
    [InlineData("2023-07-01T00:00:00.0000019Z", "2023-07-01T00:00:00.000001Z")]
    public void a_time_has_a_fraction_only_where_there_is_one(string at, string text) =>
        Instants.Text(Time(at)).ShouldBe(text);
}

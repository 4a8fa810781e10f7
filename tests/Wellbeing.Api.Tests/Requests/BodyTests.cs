using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class BodyTests
{
    public enum Colour
    {
        Blue,
        DarkRed,
    }

    public sealed record Concern(string Category, [Range(1, 3)] int Severity);

    public sealed record Sample(
        [MaxLength(10)] string Name,
        Colour Colour,
        DateOnly On,
        Guid? OfficerId = null,
        DateTimeOffset? At = null,
        int Minutes = 45,
        bool Urgent = false,
        long? Seq = null,
        [MaxLength(2)] IReadOnlyList<Concern>? Concerns = null,
        IReadOnlyList<string>? Topics = null
    )
    {
        public string Kind { get; init; } = "usual";
    }

    private const string Least = """ "name":"Li","colour":"darkRed","on":"2024-02-29" """;

    private static BoundRequest<Sample> Bind(string json) => Body.Bind<Sample>(Encoding.UTF8.GetBytes(json));

    private static BoundRequest<Sample> With(string more) => Bind($$"""{{{Least}},{{more}}}""");

    private static bool Told(BoundRequest<Sample> bound) => bound.Ok != bound.Errors.In(Wording.Chinese).Any();

    private static IEnumerable<(string Path, string Code)> Named(FieldErrors errors) =>
        errors.Listed.Select(listed => (listed.Path, listed.Error.Code));

    private static void Wrong(BoundRequest<Sample> bound, params (string Path, string Code)[] errors)
    {
        bound.Ok.ShouldBeFalse();
        Named(bound.Errors).ShouldBe(errors, ignoreOrder: true);
    }

    [Fact]
    public void when_only_the_required_fields_are_given_the_rest_has_its_defaults() =>
        Bind($$"""{{{Least}}}""").Value.ShouldBe(new Sample("Li", Colour.DarkRed, new(2024, 2, 29)));

    [Fact]
    public void when_every_field_is_given_it_is_read()
    {
        var value = With(
            """
            "officerId":"0190b6a2-7c1e-7d42-9a53-5b1f0c6de001","at":"2024-03-01T08:30:00.1234569+08:00","minutes":5,
            "urgent":true,"seq":9007199254740991,"topics":["a","b"],"kind":"rare",
            "concerns":[{"category":"family","severity":2}]
            """
        ).Value!;
        value.OfficerId.ShouldBe(Guid.Parse("0190b6a2-7c1e-7d42-9a53-5b1f0c6de001"));
        value.At.ShouldBe(new DateTimeOffset(2024, 3, 1, 8, 30, 0, TimeSpan.FromHours(8)).AddMicroseconds(123456));
        (value.Minutes, value.Urgent, value.Seq).ShouldBe((5, true, 9007199254740991));
        value.Topics.ShouldBe(["a", "b"]);
        value.Concerns.ShouldBe([new Concern("family", 2)]);
        value.Kind.ShouldBe("rare");
    }

    [Fact]
    public void when_a_field_is_unknown_it_is_named() => Wrong(With("\"Name\":\"x\""), ("Name", "unknown"));

    [Fact]
    public void when_several_fields_are_wrong_all_are_named_at_once() =>
        Wrong(
            Bind(
                """{"name":7,"colour":"DarkRed","urgent":"yes","minutes":1.5,"extra":{},"concerns":[{"severity":4}]}"""
            ),
            ("name", "text"),
            ("colour", "choice"),
            ("on", "missing"),
            ("urgent", "boolean"),
            ("minutes", "whole-number"),
            ("extra", "unknown"),
            ("concerns[0].severity", "whole-number"),
            ("concerns[0].category", "missing")
        );

    [Fact]
    public void when_an_enum_value_is_unknown_the_allowed_ones_are_named() =>
        Bind("""{"name":"Li","colour":"green","on":"2024-01-01"}""")
            .Errors.In(Wording.English)
            .Single()
            .Value.ShouldBe(["must be one of: blue, darkRed"]);

    [Fact]
    public void when_a_field_is_null_it_is_absent()
    {
        With("\"minutes\":null").Value!.Minutes.ShouldBe(45);
        Wrong(Bind("""{"name":null,"colour":"blue","on":"2024-01-01"}"""), ("name", "missing"));
    }

    [Fact]
    public void when_a_field_is_given_twice_it_is_refused()
    {
        Wrong(With("\"name\":\"Li\""), ("name", "duplicate"));
        Wrong(With("\"\\u006eame\":\"Li\""), ("name", "duplicate"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000\t")]
    public void when_a_required_text_is_blank_it_is_refused(string blank) =>
        Wrong(
            Bind(
                $$"""{"name":"{{blank.Replace("\t", "\\t", StringComparison.Ordinal)}}","colour":"blue","on":"2024-01-01"}"""
            ),
            ("name", "blank")
        );

    [Fact]
    public void when_a_text_is_too_long_its_code_points_are_counted()
    {
        var tenPoints = string.Concat(Enumerable.Repeat("😀", 10));
        Bind($$"""{"name":"{{tenPoints}}","colour":"blue","on":"2024-01-01"}""").Ok.ShouldBeTrue();
        Wrong(Bind($$"""{"name":"{{tenPoints}}!","colour":"blue","on":"2024-01-01"}"""), ("name", "too-long"));
    }

    [Fact]
    public void when_nothing_else_is_said_a_text_has_at_most_500_characters()
    {
        With($"\"kind\":\"{new string('a', 500)}\"").Ok.ShouldBeTrue();
        Wrong(With($"\"kind\":\"{new string('a', 501)}\""), ("kind", "too-long"));
        Wrong(With($"\"topics\":[\"{new string('a', 501)}\"]"), ("topics[0]", "too-long"));
    }

    [Fact]
    public void when_a_text_is_decomposed_it_is_composed() =>
        With("\"kind\":\"e\\u0301\"").Value!.Kind.ShouldBe("\u00e9");

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("a\\ud800b")]
    [InlineData("\\udc00")]
    [InlineData("\\ufffe")]
    public void when_a_text_holds_what_is_no_character_it_is_refused(string escaped)
    {
        Wrong(With($"\"kind\":\"{escaped}\""), ("kind", "bad-text"));
        Wrong(With($"\"{escaped}\":1"), ("$", "bad-name"));
        Wrong(With($"\"topics\":[\"{escaped}\"]"), ("topics[0]", "bad-text"));
    }

    [Fact]
    public void when_marks_are_piled_up_the_text_is_refused_quickly() =>
        Wrong(With($"\"kind\":\"a{string.Concat(Enumerable.Repeat("\u0301\u0316", 200_000))}\""), ("kind", "bad-text"));

    [Theory]
    [InlineData("2024-2-29")]
    [InlineData("2023-02-29")]
    [InlineData("2024-02-29T00:00:00Z")]
    [InlineData("29/02/2024")]
    [InlineData("0000-01-01")]
    public void when_a_date_is_not_a_date_it_is_refused(string date) =>
        Wrong(Bind($$"""{"name":"Li","colour":"blue","on":"{{date}}"}"""), ("on", "date"));

    [Theory]
    [InlineData("2024-03-01T08:30:00Z", "2024-03-01T08:30:00.0000000+00:00")]
    [InlineData("2024-03-01T08:30+08:00", "2024-03-01T00:30:00.0000000+00:00")]
    [InlineData("2024-03-01T08:30:00.1-03:30", "2024-03-01T12:00:00.1000000+00:00")]
    [InlineData("2024-03-01T08:30:00.123456789Z", "2024-03-01T08:30:00.1234560+00:00")]
    public void when_a_time_has_an_offset_it_is_read_in_utc_to_the_microsecond(string time, string read) =>
        With($"\"at\":\"{time}\"").Value!.At!.Value.ToString("O").ShouldBe(read);

    [Theory]
    [InlineData("2024-03-01T08:30:00")]
    [InlineData("2024-03-01 08:30:00Z")]
    [InlineData("2024-03-01T08:30:00.Z")]
    [InlineData("2024-03-01T08:30.5Z")]
    [InlineData("2024-03-01T24:00:00Z")]
    [InlineData("2024-03-01T08:30:60Z")]
    [InlineData("2024-03-01T08:30:00+15:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("Z")]
    public void when_a_time_is_not_one_instant_it_is_refused(string time) =>
        Wrong(With($"\"at\":\"{time}\""), ("at", "time"));

    [Fact]
    public void when_a_number_is_out_of_range_its_range_is_named()
    {
        Wrong(With("\"minutes\":2147483648"), ("minutes", "whole-number"));
        Wrong(With("\"concerns\":[{\"category\":\"a\",\"severity\":0}]"), ("concerns[0].severity", "whole-number"));
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("9223372036854775807")]
    [InlineData("1e400")]
    [InlineData("1.0")]
    public void when_a_number_is_none_that_every_reader_reads_alike_it_is_refused(string number) =>
        Wrong(With($"\"seq\":{number}"), ("seq", "whole-number"));

    [Fact]
    public void when_a_request_asks_for_a_fraction_it_cannot_be_made() =>
        Should.Throw<NotSupportedException>(() => Readers.For(typeof(decimal), Limits.Of([], typeof(decimal)), true));

    [Fact]
    public void when_a_field_that_may_stand_beside_a_request_stands_there_twice_it_is_refused()
    {
        var twice = JsonElement.Parse($$"""{{{Least}},"badgeNumber":"P1","badgeNumber":"P2"}""");
        Wrong(Body.Bind<Sample>(twice, "badgeNumber"), ("badgeNumber", "duplicate"));
    }

    [Fact]
    public void when_a_text_is_short_enough_only_in_its_normal_form_it_is_taken()
    {
        var apart = string.Concat(Enumerable.Repeat("e\u0301", 10));
        Bind($$"""{"name":"{{apart}}","colour":"blue","on":"2024-01-01"}""")
            .Value!.Name.ShouldBe(new string('\u00e9', 10));
        Wrong(Bind($$"""{"name":"{{apart}}e\u0301","colour":"blue","on":"2024-01-01"}"""), ("name", "too-long"));
    }

    [Fact]
    public void when_a_list_is_too_long_or_has_holes_it_is_refused()
    {
        Wrong(With("\"concerns\":[{},{},{}]"), ("concerns", "too-many"));
        Wrong(With("\"topics\":[null]"), ("topics[0]", "missing"));
        Wrong(With("\"topics\":\"a\""), ("topics", "list"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("[]", "object")]
    [InlineData("null", "object")]
    [InlineData("{\"name\":", "malformed")]
    [InlineData("{} {}", "malformed")]
    [InlineData("\uFEFF{}", "malformed")]
    [InlineData("{\"a\":1,}", "malformed")]
    [InlineData("{/**/}", "malformed")]
    public void when_a_body_is_no_object_it_is_refused(string json, string code) => Wrong(Bind(json), ("$", code));

    [Fact]
    public void when_a_body_is_malformed_the_place_is_named()
    {
        var errors = Bind("{\n  \"name\": oops}").Errors;
        errors.ProblemCode.ShouldBe("malformed-json");
        errors.In(Wording.English).Single().Value.ShouldBe(["is not valid JSON at line 2, byte 11"]);
    }

    [Fact]
    public void when_a_body_is_nested_deeper_than_32_it_is_refused()
    {
        Wrong(Bind(new string('[', 32) + new string(']', 32)), ("$", "object"));
        Wrong(Bind(new string('[', 33) + new string(']', 33)), ("$", "too-deep"));
        Wrong(Bind(new string('[', 100_000)), ("$", "too-deep"));
    }

    [Fact]
    public void when_a_body_is_not_utf8_it_is_refused() =>
        Wrong(Body.Bind<Sample>(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }), ("$", "bad-text"));

    [Fact]
    public void when_another_field_is_wrong_what_is_named_can_still_be_read()
    {
        var bound = Bind("""{"unitCode":"e\u0301","name":7,"nothing":null}""");
        bound.RawString("unitCode").ShouldBe("\u00e9");
        bound.RawString("name").ShouldBeNull();
        bound.RawString("nothing").ShouldBeNull();
        bound.RawString("badgeNumber").ShouldBeNull();
        Bind("[]").RawString("unitCode").ShouldBeNull();
    }

    [Fact]
    public void when_there_are_very_many_errors_the_answer_stays_short()
    {
        var many = string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":1"));
        With(many).Errors.In(Wording.English).Count().ShouldBe(101);
    }

    [Fact]
    public void whatever_bytes_come_nothing_is_thrown() =>
        Gen.Byte.Array[0, 60].Sample(bytes => Told(Body.Bind<Sample>(bytes)), iter: 20_000);

    [Fact]
    public void whatever_json_comes_nothing_is_thrown()
    {
        string[] known =
        [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"name\"",
            "\"on\"",
            "\"at\"",
            "\"concerns\"",
            "\"topics\"",
            "\"colour\"",
            "\"seq\"",
            "\"2024-01-01\"",
            "\"\\ud83d\"",
            "\"\\u0000\"",
            "\"\\ude00\\ud83d\"",
            "1e999",
            "-0",
            "null",
            "true",
            "99999999999999999999",
            "\"blue\"",
            "{\"severity\":1}",
            "\"\uFFFE\"",
            "\"\uFFFF\"",
            "\"e\u0301\"",
        ];
        var scraps = Gen.Int[0, known.Length - 1].Select(at => known[at]);
        var pair = Gen.Select(scraps, scraps, (name, value) => $"{name}:{value}");
        Gen.OneOf(
                scraps.Array[0, 20].Select(string.Concat),
                pair.Array[0, 8].Select(pairs => $"{{{string.Join(',', pairs)}}}")
            )
            .Sample(json => Told(Bind(json)), iter: 20_000);
    }

    [Fact]
    public void whatever_text_is_sent_it_comes_back_normal_or_is_refused() =>
        Gen
            .Char.Array[0, 12]
            .Select(chars => new string(chars))
            .Sample(text =>
            {
                var bound = With($"\"kind\":{System.Text.Json.JsonSerializer.Serialize(text)}");
                if (bound.Ok && bound.Value.Kind != "usual")
                    bound.Value.Kind.IsNormalized().ShouldBeTrue();
            });
}

using System.Text;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { } ", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData("""{"b":1,"a":[true,false,null, "x"]}""", """{"a":[true,false,null,"x"],"b":1}""")]
    [InlineData("""{"a":{"d":1,"c":2},"A":0}""", """{"A":0,"a":{"c":2,"d":1}}""")]
    [InlineData("""{"":1,"a":2}""", """{"":1,"a":2}""")]
    [InlineData("""{"ab":1,"a":2}""", """{"a":2,"ab":1}""")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("0", "0")]
    [InlineData("\"\\u0041\\/\\u00e9\"", "\"A/é\"")]
    [InlineData("\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\\\u007f\"", "\"\\u0001\\b\\t\\n\\f\\r\\\"\\\\\u007f\"")]
    [InlineData("\"\\ud83d\\ude00\"", "\"😀\"")]
    public void a_text_has_one_form(string json, string canonical) => Canonical(json).ShouldBe(canonical);

    [Fact]
    public void keys_are_ordered_by_utf_16_units_so_that_an_astral_one_comes_before_U_E000()
    {
        Canonical("{\"\\ue000\":1,\"😀\":2,\"z\":3,\"\\ufb33\":4}")
            .ShouldBe("{\"z\":3,\"😀\":2,\"\ue000\":1,\"\ufb33\":4}");
    }

    [Fact]
    public void keys_are_ordered_by_what_they_say_and_not_by_how_they_are_escaped()
    {
        // U+0001, U+0022, U+0023, U+005C, U+005D
        Canonical("""{"]":5,"\\":4,"#":3,"\"":2,"\u0001":1}""").ShouldBe("""{"\u0001":1,"\"":2,"#":3,"\\":4,"]":5}""");
    }

    [Theory]
    [InlineData("1.0", CanonicalFault.Number)]
    [InlineData("1e2", CanonicalFault.Number)]
    [InlineData("-0", CanonicalFault.Number)]
    [InlineData("9007199254740992", CanonicalFault.Number)]
    [InlineData("-9007199254740992", CanonicalFault.Number)]
    [InlineData("99999999999999999999999", CanonicalFault.Number)]
    [InlineData("""{"a":1,"a":1}""", CanonicalFault.DuplicateKey)]
    [InlineData("""{"a":1,"b":2,"\u0061":1}""", CanonicalFault.DuplicateKey)]
    [InlineData("\"\\ud800\"", CanonicalFault.InvalidString)]
    [InlineData("{\"\\udc00\":1}", CanonicalFault.InvalidString)]
    [InlineData("\"\\u0000\"", CanonicalFault.InvalidString)]
    [InlineData("", CanonicalFault.Malformed)]
    [InlineData("{", CanonicalFault.Malformed)]
    [InlineData("1 2", CanonicalFault.Malformed)]
    [InlineData("[1,]", CanonicalFault.Malformed)]
    [InlineData("nul", CanonicalFault.Malformed)]
    public void what_has_more_than_one_reading_has_no_form(string json, CanonicalFault fault) =>
        Should.Throw<CanonicalJsonException>(() => Canonical(json)).Fault.ShouldBe(fault);

    [Fact]
    public void bytes_that_are_not_UTF_8_have_no_form() =>
        Should.Throw<CanonicalJsonException>(() => CanonicalJson.Of([(byte)'"', 0xC3, 0x28, (byte)'"']));

    [Fact]
    public void a_form_is_its_own_form_and_says_what_the_text_said_in_whatever_order_it_came()
    {
        Value()
            .Sample(value =>
            {
                var canonical = Canonical(value.Write(reversed: false));
                Canonical(value.Write(reversed: true)).ShouldBe(canonical);
                Canonical(canonical).ShouldBe(canonical);
                JsonElement
                    .DeepEquals(JsonElement.Parse(canonical), JsonElement.Parse(value.Write(reversed: false)))
                    .ShouldBeTrue();
            });
    }

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));

    private static Gen<Json> Value(int depth = 3)
    {
        var text = Gen.String[
            Gen.OneOf(Gen.Char['\u0001', '\u007e'], Gen.Char['一', '龥'], Gen.Char['\ue000', '\uffef']),
            0,
            8
        ];
        var leaf = Gen.OneOf(
            text.Select(x => new Json(JsonSerializer.Serialize(x))),
            Gen.Long[-9007199254740991, 9007199254740991].Select(x => new Json($"{x}")),
            Gen.Bool.Select(x => new Json(x ? "true" : "false"))
        );
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Gen.Dictionary(text, Value(depth - 1))[0, 20]
                    .Select(x => new Json("", [.. x.Select(y => (y.Key, y.Value))]))
            );
    }

    private sealed record Json(string Leaf, IReadOnlyList<(string Key, Json Value)>? Members = null)
    {
        public string Write(bool reversed) =>
            Members is null
                ? Leaf
                : "{"
                    + string.Join(
                        ", ",
                        (reversed ? Members.Reverse() : Members).Select(x =>
                            $"{JsonSerializer.Serialize(x.Key)}: {x.Value.Write(reversed)}"
                        )
                    )
                    + "}";
    }
}

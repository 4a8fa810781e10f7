using System.Text;
using Shouldly;
using Wellbeing.Api.Features.Imports;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Files as other systems save them.</summary>
public sealed class EncodingTests(Host host)
{
    private const string Mark = "\uFEFF";

    public static TheoryData<string, bool> Foreign { get; } =
    [
        .. new[] { "GBK", "UTF-16", "UTF-16BE", "UTF-16 without mark", "UTF-32" }.SelectMany(x =>
            new[] { (x, false), (x, true) }
        ),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task a_byte_order_mark_crlf_and_blank_lines_are_taken(bool packed)
    {
        var server = await host.RunAsync();
        var (unit, badge) = (Name("U"), Name("P"));
        var file = $"{Mark}{Formed(unit)}\r\n\r\n  \r\n{Mark}{Enrolled(badge, unit)}\r\n{Mark}\r\n";

        var answer = await server.ImportAsync(packed ? Gzip(Packed(file)) : Content(file), unit);

        answer.Totals.ShouldBe(new(2, 0, 0, 0));
    }

    [Theory, MemberData(nameof(Foreign))]
    public async Task a_file_in_another_encoding_is_refused_and_the_answer_says_which_it_seems_to_be(
        string name,
        bool packed
    )
    {
        var server = await host.RunAsync();
        var unit = Name("U");
        // The first lines of a file are often ASCII.
        var text =
            $"{Formed(Name("U"))}\r\n{Formed(unit).Replace($"Unit {unit}", "城关派出所", StringComparison.Ordinal)}\r\n";
        var bytes = name switch
        {
            "GBK" => CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes(text),
            "UTF-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "UTF-16BE" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            "UTF-32" => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(text)],
            _ => Encoding.Unicode.GetBytes(text),
        };

        foreach (var language in new[] { "en", "zh-CN" })
        {
            var content = packed ? Gzip(Packed(bytes)) : Content(new ByteArrayContent(bytes));
            var path = Lines.Path(unit);
            var refused = await server
                .Integrator()
                .SendAsync(HttpMethod.Post, path, content, ("Accept-Language", language));
            refused
                .Refused(400, "import-not-utf8")
                .Json.Text("detail")!
                .ShouldContain($"{(language == "en" ? "in" : "采用")} {name[..Math.Min(name.Length, 6)]}");
        }
        // Nothing of it is on record, not even what could be read.
        (await server.ImportAsync(text, unit)).Totals.ShouldBe(new(2, 0, 0, 0));
    }

    [Fact]
    public async Task a_file_whose_encoding_shows_late_breaks_off_and_says_so()
    {
        var server = await host.RunAsync();
        var units = Enumerable.Range(0, 1000).Select(_ => Formed(Name("U"))).ToList();
        var bytes = CodePagesEncodingProvider
            .Instance.GetEncoding("GBK")!
            .GetBytes(Text([.. units, Formed(Name("U")).Replace("Unit U", "城关派出所", StringComparison.Ordinal)]));

        var answer = await server.ImportAsync(Content(new ByteArrayContent(bytes)), Name("source"));

        answer.Totals.ShouldBeNull();
        answer.Lines[^1].Text("failed").ShouldBe("import-not-utf8");
        answer.Lines[^1].GetProperty("line").GetInt32().ShouldBe(1001);
        answer.Lines[^1].Text("detail")!.ShouldContain("GBK");
    }

    [Theory]
    [InlineData("城关派出所", "GBK", "GBK")]
    [InlineData("谈心", "GBK", "GBK")]
    [InlineData("朱镕基", "GBK", "GBK")]
    [InlineData("Andrés", "iso-8859-1", null)]
    [InlineData("José García", "iso-8859-1", null)]
    [InlineData("城关派出所", "utf-8", null)]
    [InlineData("police station", "GBK", null)]
    public void an_encoding_is_told_by_the_first_line_that_is_not_ascii(string text, string encoding, string? told)
    {
        var bytes = (
            CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)
        ).GetBytes($$"""{"name":"{{text}}"}""");

        new ForeignEncoding().Of(bytes).ShouldBe(told);
    }

    [Fact]
    public void one_damaged_line_is_no_other_encoding()
    {
        var damaged = Encoding.UTF8.GetBytes("""{"name":"城关派出所"}""");

        // Cut within a character, and the same behind lines that were read.
        for (var cut = 10; cut < 24; cut++)
            new ForeignEncoding().Of([.. damaged[..cut], .. "\"}"u8]).ShouldBeNull($"{cut}");
        var encoding = new ForeignEncoding();
        encoding.Of(damaged).ShouldBeNull();
        encoding.Of(CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes("城关派出所")).ShouldBeNull();
    }
}

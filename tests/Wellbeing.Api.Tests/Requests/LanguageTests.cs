using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Api.Languages;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed partial class LanguageTests
{
    [Fact]
    public void every_text_is_there_in_both_languages() =>
        Wording.Chinese.Texts.Keys.Order().ShouldBe(Wording.English.Texts.Keys.Order());

    [Fact]
    public void every_text_has_the_same_placeholders_in_both_languages()
    {
        foreach (var (key, text) in Wording.English.Texts)
            Placeholders(Wording.Chinese.Texts[key]).ShouldBe(Placeholders(text), key);
    }

    [Fact]
    public void no_text_is_empty() =>
        Wording.English.Texts.Concat(Wording.Chinese.Texts).ShouldAllBe(text => !string.IsNullOrWhiteSpace(text.Value));

    [Fact]
    public void no_chinese_text_was_left_in_english() =>
        Wording
            .Chinese.Texts.Where(text => !text.Key.StartsWith("enum.instrument.", StringComparison.Ordinal))
            // An optional part may be nothing but punctuation around the value.
            .Where(text => text.Value.Replace("{value}", "", StringComparison.Ordinal).Any(char.IsLetter))
            .ShouldAllBe(text => text.Value.Any(c => c >= 0x4E00 && c <= 0x9FFF));

    [Fact]
    public void when_a_text_has_placeholders_they_are_filled_once() =>
        Wording
            .English.Text("fields.whole-number", ("min", "{max}"), ("max", 3))
            .ShouldBe("must be a whole number from {max} to 3");

    [Fact]
    public void a_date_is_told_as_it_is_written_in_requests() =>
        Wording
            .English.Text("fields.later-than", ("max", new DateOnly(2016, 1, 22)))
            .ShouldBe("must not be later than 2016-01-22");

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("fr", "en")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-Hans-SG", "zh-CN")]
    [InlineData("ZH-cn", "zh-CN")]
    [InlineData("zhuang", "en")]
    [InlineData("en, zh", "en")]
    [InlineData("zh, en", "zh-CN")]
    [InlineData("zh;q=0.8, en;q=0.9", "en")]
    [InlineData("fr, zh;q=0.3", "zh-CN")]
    [InlineData("zh;q=0", "en")]
    [InlineData("en;q=0, *;q=0.5", "zh-CN")]
    [InlineData("*", "en")]
    [InlineData(";;q=x,,", "en")]
    public void the_language_is_the_one_that_weighs_most(string? header, string language) =>
        AcceptLanguage.Choose(header).Language.ShouldBe(language);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}

using Shouldly;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Every refusal can be read in both languages.</summary>
public sealed class WordingLaws(Host host)
{
    [Fact]
    public async Task every_code_that_an_operation_declares_is_worded_in_both_languages()
    {
        var server = await host.RunAsync();
        var document = Inlined.Of((await server.Anonymous.GetAsync("/swagger/v1/swagger.json")).Text);
        var codes =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            from answer in operation.Value.GetProperty("responses").EnumerateObject()
            where answer.Value.TryGetProperty("content", out _)
            from content in answer.Value.GetProperty("content").EnumerateObject()
            where content.Name == Problems.ContentType
            from example in content.Value.GetProperty("examples").EnumerateObject()
            select example.Name;
        Worded(codes.Concat(AllUseCases.All.SelectMany(x => x.Refusals.Concat(x.Unknown))));
    }

    [Fact]
    public void every_code_that_an_import_answers_with_is_worded_in_both_languages() => Worded(Imports.Lines.Codes);

    [Theory]
    [InlineData("en", "There is nothing here")]
    [InlineData("zh-CN", "范围")]
    public async Task a_problem_is_told_in_the_callers_language(string language, string says)
    {
        var server = await host.RunAsync();
        var reply = await server.Administrator().GetAsync("units/nowhere", ("Accept-Language", language));
        reply.Refused(404, "not-found").Json.Text("detail")!.ShouldContain(says);
        reply.ContentHeaders.ContentLanguage.ShouldBe([language]);
    }

    private static void Worded(IEnumerable<string> codes)
    {
        var keys = codes
            .Distinct()
            .SelectMany(code => new[] { $"problems.{code}.title", $"problems.{code}.detail" })
            .ToList();
        keys.ShouldNotBeEmpty();
        foreach (var wording in new[] { Wording.English, Wording.Chinese })
            keys.Except(wording.Texts.Keys).ShouldBeEmpty(wording.Language);
    }
}

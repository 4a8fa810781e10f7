using Microsoft.AspNetCore.Http;
using Shouldly;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class EtagTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("\"3\"", true)]
    [InlineData("\"3.17\"", true)]
    [InlineData("\"1\", \"3\"", true)]
    [InlineData("*", true)]
    [InlineData("\"4\"", false)]
    [InlineData("\"33\"", false)]
    [InlineData("W/\"3\"", false)]
    [InlineData("\"abc\"", false)]
    [InlineData("\"-3\"", false)]
    [InlineData("\"99999999999999999999\"", false)]
    public void if_match_compares_the_version(string? header, bool allows)
    {
        var errors = new FieldErrors();
        Etags.IfMatch(Request("If-Match", header), errors).Allows(3).ShouldBe(allows);
        errors.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"3")]
    [InlineData("\"3\" \"4\"")]
    public void when_if_match_is_no_list_of_tags_it_is_bad_input(string header)
    {
        var errors = new FieldErrors();
        Etags.IfMatch(Request("If-Match", header), errors).Allows(3).ShouldBeFalse();
        errors.Listed.ShouldHaveSingleItem().Path.ShouldBe("If-Match");
    }

    [Theory]
    [InlineData("\"3.1\"", true)]
    [InlineData("W/\"3.1\"", true)]
    [InlineData("\"2\", \"3.1\"", true)]
    [InlineData("*", true)]
    [InlineData("\"3\"", false)]
    [InlineData("nonsense", false)]
    [InlineData(null, false)]
    public void when_the_caller_has_the_answer_already_it_is_304(string? header, bool known)
    {
        var request = Request("If-None-Match", header);
        (Etags.NotModified(request.HttpContext, Etags.Of(3, 1)) is not null).ShouldBe(known);
        request.HttpContext.Response.Headers.ETag.ToString().ShouldBe("\"3.1\"");
    }

    [Fact]
    public void a_version_is_written_in_quotes() => Etags.Of(12).ShouldBe("\"12\"");

    private static HttpRequest Request(string name, string? value)
    {
        var context = new DefaultHttpContext();
        if (value is not null)
            context.Request.Headers[name] = value;
        return context.Request;
    }
}

using Shouldly;
using Xunit;

namespace Wellbeing.Domain.Tests;

public sealed class CodesTests
{
    [Theory]
    [InlineData("DSJ-8001")]
    [InlineData("dsj-8001")]
    [InlineData("ＤＳＪ－８００１")]
    [InlineData("DSJ–8001")]
    [InlineData("DSJ—8001")]
    [InlineData("DSJ−8001")]
    [InlineData("DSJ‑8001")]
    [InlineData(" DSJ - 8001\u3000")]
    public void a_code_is_the_same_however_it_was_typed(string typed) => Codes.Folded(typed).ShouldBe("DSJ-8001");

    [Theory]
    [InlineData("DSJ8001")]
    [InlineData("DSJ_8001")]
    public void a_code_with_other_signs_is_another(string typed) => Codes.Folded(typed).ShouldNotBe("DSJ-8001");
}

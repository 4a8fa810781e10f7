using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Features;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

public sealed class ExampleLaws
{
    public static TheoryData<string> Events => [.. Acts.ByEvent.Keys];

    [Theory]
    [MemberData(nameof(Events))]
    public void the_example_of_a_request_is_a_valid_request(string type)
    {
        var act = Acts.ByEvent[type];

        var (request, errors) = act.Bind(JsonElement.Parse(act.Example));

        errors.Any.ShouldBeFalse();
        request.ShouldBeOfType(act.RequestType);
    }

    [Fact]
    public void every_event_of_the_catalogue_has_an_act_that_makes_it() =>
        Acts.ByEvent.Keys.ShouldBe(Domain.Catalogue.All.Select(x => x.Name), ignoreOrder: true);
}

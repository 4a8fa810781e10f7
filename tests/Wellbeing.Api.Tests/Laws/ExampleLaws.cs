using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Features;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

public sealed class ExampleLaws
{
    private static IEnumerable<Act> All => Acts.Importable.Concat(Acts.OfRequestsAlone);

    public static TheoryData<string> UseCases => [.. All.Select(x => x.RequestType.DeclaringType!.Name)];

    [Theory]
    [MemberData(nameof(UseCases))]
    public void the_example_of_a_request_is_a_valid_request(string useCase)
    {
        var act = All.Single(x => x.RequestType.DeclaringType!.Name == useCase);

        var (request, errors) = act.Bind(JsonElement.Parse(act.Example));

        errors.Any.ShouldBeFalse();
        request.ShouldBeOfType(act.RequestType);
        act.Fits(JsonElement.Parse(act.Example)).ShouldBeTrue();
    }

    [Fact]
    public void every_event_of_the_catalogue_has_an_act_that_makes_it() =>
        All.Select(x => x.Event.Name)
            // A disclosure is made by what answers with the text, as is an export; an erasure by what does it; an alert comes with its test.
            .Concat(["record_disclosed", "record_exported", "officer_erased", "assessment_item_alerted"])
            .Distinct()
            .ShouldBe(Domain.Catalogue.All.Select(x => x.Name), ignoreOrder: true);
}

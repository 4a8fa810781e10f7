using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Features;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

public sealed class ExampleLaws
{
    private static IEnumerable<UseCase> All => AllUseCases.All;

    public static TheoryData<string> Names => [.. All.Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void the_example_of_a_request_is_a_valid_request(string name)
    {
        var useCase = All.Single(x => NameOf(x) == name);

        var (call, errors) = useCase.Bind(JsonElement.Parse(useCase.Example));

        errors.Any.ShouldBeFalse();
        call.ShouldNotBeNull().UseCase.ShouldBe(useCase);
        useCase.Fits(JsonElement.Parse(useCase.Example)).ShouldBeTrue();
    }

    private static string NameOf(UseCase useCase) => $"{useCase.RequestType.DeclaringType!.Name} {useCase.Event.Name}";

    [Fact]
    public void every_event_of_the_catalogue_has_a_use_case_that_makes_it() =>
        All.Select(x => x.Event.Name)
            // A disclosure is made by what answers with the text, as is an export; an erasure by what does it; an alert comes with its test.
            .Concat(["record_disclosed", "record_exported", "officer_erased", "assessment_item_alerted"])
            // An order is made by what can be ordered; that it could not be carried out is the rule's to tell.
            .Concat(All.Select(x => x.Order?.Name).OfType<string>())
            .Concat(All.Select(x => x.Order?.Name.Replace("_ordered", "_order_failed")).OfType<string>())
            .Distinct()
            .ShouldBe(Domain.Catalogue.All.Select(x => x.Name), ignoreOrder: true);
}

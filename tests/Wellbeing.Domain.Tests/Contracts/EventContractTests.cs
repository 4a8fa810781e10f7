using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Domain.Tests.Catalogues;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Contracts;

/// <summary>
/// What is stored stays readable. Each sample was stored once and is never edited: an event type that changes gets
/// another sample beside it and an upcaster.
/// </summary>
public sealed partial class EventContractTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Contracts");

    public static TheoryData<string> Types { get; } = [.. Catalogue.All.Select(type => type.Name)];

    public static TheoryData<string, string> Samples { get; } =
    [.. Catalogue.All.SelectMany(type => Stored(type.Name).Select(sample => (type.Name, sample.Key)))];

    [Theory, MemberData(nameof(Samples))]
    public void a_stored_event_loads_and_is_stored_as_the_same_again(string type, string sample)
    {
        var stored = Sample(type, sample);

        var loaded = FromJson(stored.ToJsonString(CareJson.Options), Catalogue.Named(type)!.Type);

        Indented(JsonNode.Parse(Json(loaded))!).ShouldBe(Indented(stored));
    }

    [Theory, MemberData(nameof(Types))]
    public void the_full_sample_sets_every_field(string type) =>
        FieldNames(Sample(type, "full")).ShouldBe(EventField.Of(Catalogue.Named(type)!).Select(field => field.Name));

    [Theory, MemberData(nameof(Types))]
    public void the_minimal_sample_sets_what_is_always_there(string type) =>
        FieldNames(Sample(type, "minimal"))
            .ShouldBe(
                EventField.Of(Catalogue.Named(type)!).Where(field => !field.Optional).Select(field => field.Name)
            );

    [Theory, MemberData(nameof(Types))]
    public void a_field_of_tomorrow_does_not_keep_an_event_from_loading(string type)
    {
        var stored = Sample(type, "full");
        stored["addedTomorrow"] = new JsonObject { ["deep"] = true };

        FromJson(stored.ToJsonString(), Catalogue.Named(type)!.Type).ShouldBeOfType(Catalogue.Named(type)!.Type);
    }

    [Fact]
    public void there_is_a_sample_for_each_event_type_and_none_for_any_other() =>
        Directory
            .EnumerateFiles(Folder, "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Catalogue.All.Select(type => type.Name), ignoreOrder: true);

    [Theory, MemberData(nameof(Types))]
    public void a_stored_name_is_snake_case(string type) => SnakeCase().IsMatch(type).ShouldBeTrue(type);

    [Fact]
    public void every_event_of_the_domain_is_in_the_catalogue_once() =>
        typeof(ICareEvent)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ICareEvent)))
            .ShouldBe(Catalogue.All.Select(type => type.Type), ignoreOrder: true);

    [Fact]
    public void a_type_is_found_by_its_name_and_by_its_fact()
    {
        foreach (var type in Catalogue.All)
        {
            Catalogue.Named(type.Name).ShouldBe(type);
            Catalogue.Of((ICareEvent)FromJson(Sample(type.Name, "full").ToJsonString(), type.Type)).ShouldBe(type);
        }
        Catalogue.Named("talk_dreamt_of").ShouldBeNull();
    }

    private static JsonObject Sample(string type, string sample) => Stored(type)[sample]!.AsObject();

    /// <summary>Full and minimal as they are stored today, and beside them what was stored before a field was added.</summary>
    private static JsonObject Stored(string type)
    {
        var file = Path.Combine(Folder, type + ".json");
        File.Exists(file).ShouldBeTrue($"Store a full and a minimal sample of {type} as Contracts/{type}.json.");
        return JsonNode.Parse(File.ReadAllText(file))!.AsObject();
    }

    private static IEnumerable<string> FieldNames(JsonObject sample) => sample.Select(field => field.Key);

    private static string Indented(JsonNode json) =>
        json.ToJsonString(new JsonSerializerOptions(CareJson.Options) { WriteIndented = true });

    [GeneratedRegex("^[a-z]+(_[a-z]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SnakeCase();
}

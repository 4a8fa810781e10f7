using System.Text.Json;
using Shouldly;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Contracts;

/// <summary>The words in which choices are stored and sent. Adding one is free; changing or dropping one is not.</summary>
public sealed class EnumWordTests
{
    private static readonly Dictionary<Type, string> Spelled = new()
    {
        [typeof(StreamKind)] = "unit officer commendation",
        [typeof(PolicyMode)] = "refuse record",
        [typeof(UnitKind)] = "frontline headquarters support",
        [typeof(FacilityKind)] = "relaxationRoom trainingCorner other",
        [typeof(TransferReason)] = "rotation promotion request secondment other",
        [typeof(TalentCategory)] =
            "writing calligraphyAndPainting music performingArts photography sport technology languages",
        [typeof(MilestoneKind)] = "oath yearsOfService honourableRetirement",
        [typeof(DepartureKind)] = "retired resigned transferredOut dismissed deceased other",
        [typeof(IdentityField)] = "name badgeNumber contact",
        [typeof(OfficerStatus)] = "serving departed",
        [typeof(RecipientKind)] = "individual collective",
        [typeof(Deed)] = "majorEvent emergency majorCase hazardLead publicThanks pandemic fitness attendance other",
        [typeof(CommendationLevel)] = "commendation thirdClass secondClass firstClass honoraryTitle other",
        [typeof(Authority)] = "county city province ministry",
        [typeof(ReviewAdvice)] = "approve decline",
        [typeof(CommendationStatus)] = "nominated reviewed publicised approved declined conferred revoked",
    };

    public static TheoryData<string> Enums { get; } =
    [
        .. typeof(ICareEvent)
            .Assembly.GetTypes()
            .Where(type => type is { IsEnum: true, IsPublic: true })
            .Select(type => type.Name),
    ];

    [Theory, MemberData(nameof(Enums))]
    public void every_choice_is_spelled_as_it_always_was(string name)
    {
        var type = Named(name);

        Enum.GetValues(type).Cast<object>().Select(Word).ShouldBe(Spelled[type].Split(' '));
    }

    [Theory, MemberData(nameof(Enums))]
    public void every_word_is_read_back_as_the_choice_it_was(string name)
    {
        foreach (var choice in Enum.GetValues(Named(name)))
            FromJson(Json(choice), choice.GetType()).ShouldBe(choice);
    }

    [Theory, MemberData(nameof(Enums))]
    public void nothing_but_one_of_the_words_is_read(string name)
    {
        var words = Spelled[Named(name)].Split(' ');
        string[] others = ["", "0", "1", "none of them", words[0].ToUpperInvariant(), $"{words[0]}, {words[1]}"];
        foreach (var json in others.Select(other => $"\"{other}\"").Concat(["null", "1", "-1", "{}", "[]", "true"]))
            Should.Throw<JsonException>(() => FromJson(json, Named(name)), json);
    }

    [Fact]
    public void what_is_no_choice_is_not_written() => Should.Throw<JsonException>(() => Json((Authority)99));

    [Fact]
    public void a_choice_may_be_a_key() =>
        Json(new Dictionary<Authority, int> { [Authority.City] = 1 }).ShouldBe("""{"city":1}""");

    [Fact]
    public void the_levels_and_the_authorities_ascend()
    {
        Enum.GetValues<CommendationLevel>().ShouldBeInOrder();
        Enum.GetValues<Authority>().ShouldBeInOrder();
    }

    [Fact]
    public void a_streams_kind_is_one_word_wherever_it_is_written()
    {
        foreach (var kind in Enum.GetValues<StreamKind>())
            kind.Word().ShouldBe(Word(kind));
        Should.Throw<ArgumentOutOfRangeException>(() => ((StreamKind)99).Word());
    }

    private static Type Named(string name) =>
        Spelled.Keys.SingleOrDefault(type => type.Name == name)
        ?? throw new KeyNotFoundException($"{name} is new: list its words in {nameof(EnumWordTests)}.");

    private static string Word(object choice) => Json(choice).Trim('"');
}

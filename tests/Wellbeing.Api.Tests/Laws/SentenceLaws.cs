using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>
/// Every sentence of a history is whole in both languages, whatever of its event is absent or empty: made from the stored
/// samples of every event type.
/// </summary>
public sealed partial class SentenceLaws
{
    private static readonly DateTimeOffset At = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Types => [.. Catalogue.All.Select(x => x.Name)];

    [Theory, MemberData(nameof(Types))]
    public void a_sentence_has_no_empty_part(string type)
    {
        foreach (var data in Forms(type))
        foreach (var wording in (Wording[])[Wording.English, Wording.Chinese])
            Fault(Sentence(type, data, wording)).ShouldBeNull(data.ToJsonString(CareJson.Options));
    }

    [Theory]
    [InlineData("谈话：谈心；关注：。")]
    [InlineData("Concerns: .")]
    [InlineData("Talk held;; mood: 2.")]
    [InlineData("提名（，2 人）。")]
    [InlineData("Nominated ().")]
    [InlineData("Talk  held.")]
    [InlineData("Unit {unitCode} closed.")]
    [InlineData("Transferred to null.")]
    [InlineData("The station won..")]
    [InlineData("Opened for politicalOfficer.")]
    [InlineData("Opened for political-officer.")]
    [InlineData("Warning assigned to")]
    public void a_sentence_that_is_not_whole_is_found(string sentence) => Fault(sentence).ShouldNotBeNull();

    [Fact]
    public void when_a_talk_has_no_concerns_it_says_nothing_of_them()
    {
        Sentence("talk_held", Sample("talk_held", "minimal"), Wording.Chinese)
            .ShouldBe("2023-07-03 10:00 谈话：家访。");
        Sentence("talk_held", Sample("talk_held", "minimal"), Wording.English)
            .ShouldBe("Talk held on 2023-07-03 10:00: visit at home.");
    }

    [Fact]
    public void when_a_text_ends_its_sentence_no_second_stop_follows() =>
        Sentence("activity_held", Sample("activity_held", "full"), Wording.English).ShouldEndWith("; The station won.");

    [Fact]
    public void every_role_has_a_word_in_both_languages()
    {
        foreach (var role in Enum.GetValues<Role>())
        foreach (var wording in (Wording[])[Wording.English, Wording.Chinese])
            wording.Texts.ShouldContainKey($"enum.role.{Caller.NameOf(role)}");
    }

    /// <summary>Every stored sample; each with all lists empty, and without or with an empty one of its fields.</summary>
    private static IEnumerable<JsonObject> Forms(string type)
    {
        foreach (var (_, sample) in Samples(type))
        {
            yield return Copy(sample!);
            var bare = Copy(sample!);
            foreach (var (name, value) in sample!.AsObject())
            {
                if (value is JsonArray)
                    bare[name] = new JsonArray();
                if (value is JsonArray)
                    yield return With(sample, name, new JsonArray());
                if (!IsOptional(type, name))
                    continue;
                bare[name] = null;
                yield return With(sample, name, null);
                yield return Without(sample, name);
                if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && IsText(type, name))
                    yield return With(sample, name, "");
            }
            yield return bare;
            foreach (var ended in EndedTexts(type, sample.AsObject()))
                yield return ended;
        }
    }

    private static IEnumerable<JsonObject> EndedTexts(string type, JsonObject sample) =>
        from field in sample
        where field.Value is JsonValue && IsText(type, field.Key) && field.Key != "role"
        where !".。".Contains($"{field.Value}"[^1], StringComparison.Ordinal)
        from end in (string[])[".", "。", "？"]
        select With(sample, field.Key, $"{field.Value}{end}");

    private static JsonObject Copy(JsonNode sample) => sample.DeepClone().AsObject();

    private static JsonObject With(JsonNode sample, string name, JsonNode? value)
    {
        var changed = Copy(sample);
        changed[name] = value;
        return changed;
    }

    private static JsonObject Without(JsonNode sample, string name)
    {
        var changed = Copy(sample);
        changed.Remove(name);
        return changed;
    }

    private static Type TypeOf(string type, string field) =>
        Catalogue.Named(type)!.Type.GetProperty($"{char.ToUpperInvariant(field[0])}{field[1..]}")!.PropertyType;

    private static bool IsText(string type, string field) => TypeOf(type, field) == typeof(string);

    private static bool IsOptional(string type, string field) => !Sample(type, "minimal").ContainsKey(field);

    private static JsonObject Samples(string type) =>
        JsonNode
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contracts", $"{type}.json")))!
            .AsObject();

    private static JsonObject Sample(string type, string name) => Samples(type)[name]!.AsObject();

    private static string Sentence(string type, JsonObject data, Wording wording)
    {
        var text = data.ToJsonString(CareJson.Options);
        // An event whose list is null is not read; its entry is what was stored of it.
        var known = Copy(data);
        foreach (var absent in data.Where(x => x.Value is null).Select(x => x.Key))
            known.Remove(absent);
        var fact = (ICareEvent)known.Deserialize(Catalogue.Named(type)!.Type, CareJson.Options)!;
        var recorded = new RecordedEvent(
            Guid.NewGuid(),
            Guid.NewGuid(),
            Catalogue.Of(fact).Stream,
            1,
            At,
            At,
            "someone",
            fact
        );
        var entry = HistoryEntry.Write(recorded, Encoding.UTF8.GetBytes(text));
        return HistoryWording.In(wording).Text(entry, Database.Calendar);
    }

    private static string? Fault(string sentence) =>
        Broken().Match(sentence) is { Success: true } broken ? $"“{sentence}” breaks at “{broken.Value}”"
        : sentence.Length == 0 || !".。!！?？".Contains(sentence[^1], StringComparison.Ordinal)
            ? $"“{sentence}” does not end"
        : null;

    // A label, a comma or a bracket with nothing after it; two stops; two blanks, or one before a stop; a placeholder, a null
    // or a program's word in it.
    [GeneratedRegex(
        @"[:：;；,，、(（“《]\s*[.。;；:：,，、)）”》]|[.。!！?？]\s*[.。]|\s\s|\s[.,;:)。，；：）]|^\s|[{}]|\bnull\b|\b[a-z]+[A-Z]\w*|\bpolitical-officer\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Broken();
}

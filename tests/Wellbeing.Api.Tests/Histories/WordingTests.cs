using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Officers;
using Xunit;

namespace Wellbeing.Api.Tests.Histories;

public sealed partial class WordingTests
{
    private static readonly Wording[] Languages = [Wording.English, Wording.Chinese];

    [Fact]
    public void every_event_type_has_a_template_in_both_languages_and_its_placeholders_are_facts()
    {
        foreach (var wording in Languages)
        foreach (var type in Catalogue.All)
        {
            var template = wording.Texts.GetValueOrDefault($"history.{type.Name}.text").ShouldNotBeNull(type.Name);
            // A history tells how many officers, not who.
            var facts = type
                .Type.GetProperties()
                .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name))
                .Append("officers");
            Placeholder().Matches(template).Select(x => x.Groups["name"].Value).ShouldBeSubsetOf(facts, type.Name);
        }
    }

    [Fact]
    public void every_value_of_every_choice_has_a_label_in_both_languages()
    {
        var choices = Catalogue
            .All.SelectMany(x => x.Type.GetProperties())
            .Select(x => x.PropertyType.IsGenericType ? x.PropertyType.GetGenericArguments()[0] : x.PropertyType)
            .Where(x => x.IsEnum)
            .Distinct();
        foreach (var choice in choices)
        foreach (var value in Enum.GetValues(choice))
        foreach (var wording in Languages)
            wording
                .Texts.ContainsKey($"enum.{Camel(choice.Name)}.{EnumNames.Of(value)}")
                .ShouldBeTrue($"{choice}.{value}");
    }

    [Fact]
    public void when_an_optional_fact_is_absent_its_words_are_too()
    {
        var plain = new OfficerPromoted(null, "U1", "inspector", null, new DateOnly(2024, 3, 1));

        Words(plain, Wording.English).ShouldBe("Promoted to inspector with effect from 2024-03-01.");
        Words(plain with { Post = "deputy head" }, Wording.English)
            .ShouldBe("Promoted to inspector with effect from 2024-03-01; post: deputy head.");
        Words(plain with { Post = "副所长" }, Wording.Chinese)
            .ShouldBe("晋升为inspector，自 2024-03-01 起；职务：副所长。");
    }

    [Fact]
    public void when_facts_are_lists_and_findings_they_are_worded_item_by_item()
    {
        var changed = new OfficerIdentityChanged(null, "U1", [IdentityField.Name, IdentityField.BadgeNumber], "c");
        var approved = new CommendationApproved(null, "U1", CommendationLevel.ThirdClass, Authority.County, "第135号令")
        {
            Findings =
            [
                new Finding("authority-exceeded", "MPS Order 135"),
                new Finding("not-publicised", "MPS Order 135"),
            ],
        };

        Words(changed, Wording.English).ShouldBe("Identity record changed: name, badge number.");
        Words(changed, Wording.Chinese).ShouldBe("身份信息变更：姓名、警号。");
        Words(approved, Wording.English)
            .ShouldBe(
                "Commendation approved: third-class merit, by the county authority, under 第135号令. "
                    + "Against policy: authority exceeded, not publicised for long enough."
            );
        Words(approved, Wording.Chinese)
            .ShouldBe(
                "表彰获批：三等功，批准机关：县级机关，依据：第135号令。与规定不符：超越批准权限、公示时间不足。"
            );
    }

    [Fact]
    public void when_a_title_holds_braces_and_quotes_they_are_only_text()
    {
        var nominated = new CommendationNominated(
            RecipientKind.Collective,
            null,
            [Guid.NewGuid(), Guid.NewGuid()],
            Guid.NewGuid(),
            "U1",
            "\"{value}\" {deed}",
            Deed.Other,
            null,
            null,
            new DateOnly(2024, 3, 1)
        );

        Words(nominated, Wording.English)
            .ShouldBe("Nominated on 2024-03-01 for “\"{value}\" {deed}” (collective, officers: 2); deed: other.");
    }

    private static string Words(ICareEvent fact, Wording wording)
    {
        var at = new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var recorded = new RecordedEvent(
            Guid.NewGuid(),
            Guid.NewGuid(),
            Catalogue.Of(fact).Stream,
            1,
            at,
            at,
            "someone",
            fact
        );
        var data = JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), CareJson.Options);
        return HistoryWording.In(wording).Text(HistoryEntry.Write(recorded, data), Database.Calendar);
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}

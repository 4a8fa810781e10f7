using System.Text;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Tests.Talks;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Properties;

public sealed class HistoryProperties
{
    [Fact]
    public void an_entry_names_no_officer_but_the_one_whose_stream_it_is() =>
        Lives.All.Sample(life =>
        {
            foreach (var (happened, state) in life.Events.Zip(life.States))
            {
                foreach (
                    var officer in Evolution
                        .Concerned(state, happened.Data)
                        .Append(happened.Data.OfficerId ?? Guid.Empty)
                )
                    Facts(happened).ShouldNotContain(officer.ToString(), Case.Insensitive);
                foreach (
                    var officer in Evolution.Concerned(state, happened.Data).Except([happened.StreamId, happened.Id])
                )
                    Entry(happened).ShouldNotContain(officer.ToString(), Case.Insensitive);
            }
        });

    [Fact]
    public void an_entry_holds_no_sealed_text_not_even_sealed() =>
        Lives.All.Sample(life =>
        {
            foreach (var happened in life.Events)
            foreach (var text in SealedTextsOf(happened.Data))
                Entry(happened).ShouldNotContain(Convert.ToBase64String(text.Envelope.Span), Case.Sensitive);
        });

    [Fact]
    public void an_entry_holds_no_identity_commitment() =>
        Lives.All.Sample(life =>
        {
            foreach (var happened in life.Events)
                FactNames(happened).ShouldNotContain("identityCommitment");
        });

    [Fact]
    public void every_other_fact_is_told_as_it_is_stored() =>
        Lives.All.Sample(life =>
        {
            foreach (var happened in life.Events)
            {
                using var stored = JsonDocument.Parse(Json(happened.Data));
                using var told = JsonDocument.Parse(Facts(happened));
                foreach (var fact in told.RootElement.EnumerateObject().Where(x => x.Name != "officers"))
                    JsonElement.DeepEquals(fact.Value, stored.RootElement.GetProperty(fact.Name)).ShouldBeTrue();
                stored
                    .RootElement.EnumerateObject()
                    .Where(x => !IsSealed(x.Value))
                    .Select(x => x.Name)
                    .Except(["officerId", "officerIds", "unitId", "unitCode", "identityCommitment"])
                    .ShouldBeSubsetOf(FactNames(happened));
            }
        });

    [Fact]
    public void an_entry_depends_on_nothing_but_the_event() =>
        Lives.All.Sample(life => life.Events.Select(Entry).ShouldBe(life.Events.Select(Entry)));

    [Fact]
    public void when_a_unit_is_commended_the_entry_says_how_many_and_not_who() =>
        Entry(
                Happened(
                    StreamKind.Commendation,
                    new CommendationNominated(
                        RecipientKind.Collective,
                        null,
                        [StreamId, Colleague],
                        Given.AUnit.Id,
                        "RIVER",
                        "抗洪抢险",
                        Deed.Emergency,
                        null,
                        Sealed("held the dyke"),
                        Day("2023-04-03")
                    )
                    {
                        Findings = [new Finding("before-appointment", "record-keeping")],
                    }
                )
            )
            .ShouldBe(
                """
                {"id":"01890a5d-ac97-7a3e-8f1d-0c6c1f1b7a11","streamId":"01890a5d-ac96-774b-bcce-b302099a8057",
                "stream":"commendation","version":3,"type":"commendation_nominated","occurredAt":"2023-07-01T00:00:00Z",
                "recordedAt":"2023-07-01T08:30:00.0001Z","actor":"commander-7","unitCode":"RIVER",
                "facts":{"recipientKind":"collective","officers":2,"title":"抗洪抢险","deed":"emergency",
                "nominatedOn":"2023-04-03","findings":[{"code":"before-appointment","rule":"record-keeping"}]}}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void when_nobody_served_in_the_commended_unit_the_entry_says_none() =>
        Facts(
                Happened(
                    StreamKind.Commendation,
                    new CommendationNominated(
                        RecipientKind.Collective,
                        null,
                        [],
                        Given.AUnit.Id,
                        "RIVER",
                        "Flood rescue",
                        Deed.Emergency,
                        null,
                        null,
                        Day("2023-04-03")
                    )
                )
            )
            .ShouldContain("\"officers\":0");

    [Fact]
    public void when_an_identity_changed_the_entry_says_only_which_fields() =>
        Facts(
                Happened(
                    StreamKind.Officer,
                    new OfficerIdentityChanged(StreamId, "RIVER", [IdentityField.Name], "c2VjcmV0")
                )
            )
            .ShouldBe("""{"fields":["name"]}""");

    [Fact]
    public void when_a_talk_was_held_the_entry_tells_its_concerns_and_no_word_that_was_said() =>
        Facts(Happened(StreamKind.Talk, TalkDecisions.Hold(Given.ATalk, "RIVER", TalkStory.Content).Events[0]))
            .ShouldBe(
                """
                {"kind":"heartToHeart","trigger":"quarterly","host":"host-2","heldAt":"2023-07-10T02:30:00Z","minutes":40,
                "concerns":[{"category":"workload","severity":1}],"mood":3}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void when_an_intervention_answers_warnings_the_entry_names_them() =>
        Facts(
                Happened(
                    StreamKind.Intervention,
                    new InterventionOpened(
                        Colleague,
                        "RIVER",
                        InterventionKind.Counselling,
                        "lead-1",
                        [EventId],
                        Sealed("six sessions")
                    )
                )
            )
            .ShouldBe(
                """{"kind":"counselling","lead":"lead-1","warningIds":["01890a5d-ac97-7a3e-8f1d-0c6c1f1b7a11"]}"""
            );

    [Fact]
    public void when_there_is_nothing_else_to_tell_the_facts_are_empty() =>
        Facts(Happened(StreamKind.Officer, new OfficerPreferenceStated(StreamId, "RIVER", Sealed("no night shifts"))))
            .ShouldBe("{}");

    private static RecordedEvent Happened(StreamKind stream, ICareEvent data) =>
        new(
            EventId,
            StreamId,
            stream,
            3,
            Time("2023-07-01T08:00:00+08:00"),
            Time("2023-07-01T08:30:00.0001Z"),
            "commander-7",
            data
        );

    private static string Entry(RecordedEvent happened) =>
        Encoding.UTF8.GetString(HistoryEntry.Write(happened, Encoding.UTF8.GetBytes(Json(happened.Data))));

    private static string Facts(RecordedEvent happened)
    {
        using var entry = JsonDocument.Parse(Entry(happened));
        return entry.RootElement.GetProperty("facts").GetRawText();
    }

    private static List<string> FactNames(RecordedEvent happened)
    {
        using var facts = JsonDocument.Parse(Facts(happened));
        return [.. facts.RootElement.EnumerateObject().Select(fact => fact.Name)];
    }

    private static bool IsSealed(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("sealed", out _);

    private static IEnumerable<SealedText> SealedTextsOf(ICareEvent data) =>
        data.GetType().GetProperties().Select(property => property.GetValue(data)).OfType<SealedText>();
}

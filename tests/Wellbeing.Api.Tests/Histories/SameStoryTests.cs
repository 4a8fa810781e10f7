using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;
using Xunit;

namespace Wellbeing.Api.Tests.Histories;

public sealed class SameStoryTests(Database database) : IClassFixture<Database>
{
    [Fact]
    public async Task whatever_happened_history_and_replay_tell_the_same_of_every_officer_at_any_time()
    {
        var seed = Random.Shared.Next();
        using var story = new Story(database, seed);
        List<Unit> units =
        [
            await story.FormAsync("A"),
            await story.FormAsync("B", "A"),
            await story.FormAsync("C", "B"),
        ];
        foreach (var unit in units)
            await story.EnrolAsync(unit);
        for (var i = 0; i < 800; i++)
            await story.StepAsync(units);

        await using var site = await Reading.OfAsync(database);
        var token = site.As(Role.Auditor);
        foreach (var officer in story.Officers)
        {
            for (var round = 0; round < 4; round++)
            {
                var mine = story.All.Where(x => x.Concerned.Contains(officer.Id)).ToList();
                // The ends themselves, which belong to it, now and then; the first round asks for all.
                DateTimeOffset? asOf = round == 0 ? null : mine[story.Random.Next(mine.Count)].OccurredAt;
                DateTimeOffset? knownAt = round < 2 ? null : mine[story.Random.Next(mine.Count)].RecordedAt;
                var expected = mine.Where(x => x.OccurredAt <= (asOf ?? x.OccurredAt))
                    .Where(x => x.RecordedAt <= (knownAt ?? x.RecordedAt))
                    .OrderBy(x => x.OccurredAt)
                    .Select(x => x.EventId)
                    .ToList();

                var at = string.Join('&', Asked("asOf", asOf).Concat(Asked("knownAt", knownAt)));
                var path = $"/officers/{officer.Id}";
                var told = $"{officer.Id}?{at}, seed {seed}";
                var items = await site.AllAsync($"{path}/history?{at}", token, limit: 7);
                Travelling
                    .LinksOf(items)
                    .ShouldBe(
                        story.Links.Where(x => expected.Contains(x.EventId)).Select(x => (x.From, x.To)),
                        ignoreOrder: true,
                        told
                    );
                var history = items.ConvertAll(Unlinked);
                var replay = Lines(await site.GetAsync($"{path}/replay?{at}", token));

                history.Select(x => JsonElement.Parse(x).GetProperty("id").GetGuid()).ShouldBe(expected, told);
                replay.Select(x => Unlinked(x.GetProperty("event").GetRawText())).ShouldBe(history, told);
                if (round == 0)
                    replay[^1]
                        .GetProperty("state")
                        .GetProperty("officer")
                        .GetRawText()
                        .ShouldBe(JsonSerializer.Serialize(officer, CareJson.Options), told);
            }
        }
    }

    /// <summary>An entry without its links, which a replay does not tell.</summary>
    private static string Unlinked(string entry)
    {
        var json = JsonNode.Parse(entry)!.AsObject();
        json.Remove("links");
        return json.ToJsonString();
    }

    private static IEnumerable<string> Asked(string name, DateTimeOffset? at) =>
        at is { } time ? [$"{name}={time.Query()}"] : [];

    private static List<JsonElement> Lines(Reply reply) =>
        [.. reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(x => JsonElement.Parse(x))];
}

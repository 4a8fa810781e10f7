using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>A year of 40 officers passes; the rules put on record exactly what a plain re-statement of them says.</summary>
public sealed class YearTests
{
    [Theory]
    [InlineData(20270104)]
    [InlineData(7)]
    public async Task when_a_year_passes_the_rules_record_exactly_what_their_restatement_says(int seed)
    {
        var clock = new SetClock(Year.Begins);
        await using var server = await Host.StartAsync(x => x.AddSingleton<TimeProvider>(clock), RuleTests.Active);
        var lived = new LivedYear(new Year(seed), clock, () => Task.FromResult(server));

        await lived.LiveAsync();

        await AssertAsync(seed, lived, server.Database);
        await ReplayedAsync(server);
    }

    /// <summary>What the rules in force make of the past is on record to the last warning; and asking stores nothing.</summary>
    private static async Task ReplayedAsync(Host.Running server)
    {
        var before = await server.Database.DumpAsync("events", "readmodels", "rules");
        var onRecord = await server.Database.ListAsync<string>(OnRecord);

        var without = await WhatIfAsync(server, Role.Auditor, RuleBodies.Content([]));
        var halved = await WhatIfAsync(
            server,
            Role.Auditor,
            RuleBodies.Content([RuleBodies.Threshold("repeated-warnings", 9, "warnings", 2, 200, "orange")])
        );
        var blind = await WhatIfAsync(server, Role.Administrator, RuleBodies.Content([]));

        Spared(without).ShouldBe(onRecord, ignoreOrder: true);
        foreach (var count in new[] { "onRecord", "inForce", "spared" })
            without.GetProperty(count).GetInt32().ShouldBe(onRecord.Count);
        halved.GetProperty("added").GetInt32().ShouldBeGreaterThan(0);
        halved
            .GetProperty("changed")
            .GetInt32()
            .ShouldBe(
                onRecord.Count + halved.GetProperty("added").GetInt32() - halved.GetProperty("spared").GetInt32()
            );
        // Who sets the rules reads no care record.
        blind.GetProperty("spared").GetInt32().ShouldBe(onRecord.Count);
        foreach (var item in blind.GetProperty("items").EnumerateArray())
        foreach (var field in new[] { "officerId", "unitCode", "events" })
            item.TryGetProperty(field, out _).ShouldBeFalse();
        (await server.Database.DumpAsync("events", "readmodels", "rules")).ShouldBe(before);
    }

    private const string OnRecord = """
        SELECT concat_ws(' ', data ->> 'officerId', data -> 'rule' ->> 'name', data -> 'rule' ->> 'version',
            data ->> 'category', data ->> 'level', replace(data -> 'rule' ->> 'events', ' ', ''))
        FROM events.mt_events WHERE type = 'warning_raised' AND data ->> 'source' = 'rule'
        """;

    private static async Task<JsonElement> WhatIfAsync(Host.Running server, Role role, object rules) =>
        (await server.As(role).PostAsync("rules/what-if", new { rules })).Done().Json;

    private static IEnumerable<string> Spared(JsonElement answer) =>
        answer
            .GetProperty("items")
            .EnumerateArray()
            .Where(x => x.Text("effect") == "spared")
            .Select(x =>
                string.Join(
                    ' ',
                    x.Text("officerId"),
                    x.Text("rule"),
                    x.GetProperty("version").GetInt32(),
                    x.Text("category"),
                    x.Text("level"),
                    x.GetProperty("events").GetRawText()
                )
            );

    [Fact]
    public async Task the_same_with_two_nodes_of_which_one_is_stopped_and_started_at_random_moments()
    {
        const int Seed = 42;
        var clock = new SetClock(Year.Begins);
        await using var first = await Host.StartAsync(x => x.AddSingleton<TimeProvider>(clock), RuleTests.Active);
        var chance = new Random(Seed);
        var year = new Year(Seed);
        var stops = Enumerable.Range(0, Repeated.Times(10, 50)).Select(_ => chance.Next(year.All.Count)).ToHashSet();
        var (asked, second) = (0, (Host.Running?)null);
        var lived = new LivedYear(year, clock, NextAsync);
        try
        {
            await lived.LiveAsync();
            await AssertAsync(Seed, lived, first.Database);
        }
        finally
        {
            if (second is not null)
                await second.DisposeAsync();
        }

        // Now one node, now the other.
        async Task<Host.Running> NextAsync()
        {
            asked++;
            if (second is not null && stops.Remove(asked))
            {
                await second.DisposeAsync();
                second = null;
            }
            if (asked % 2 == 0)
                return first;
            return second ??= await Host.NodeAsync(
                first.Database,
                first.Folder,
                owns: false,
                x => x.AddSingleton<TimeProvider>(clock),
                RuleTests.Active
            );
        }
    }

    private static async Task AssertAsync(int seed, LivedYear lived, Database database)
    {
        var expected = new Restated(new Year(seed), lived.FirstUnits).Expected;
        var recorded = await lived.RecordedAsync(database);
        recorded.Except(expected).ShouldBeEmpty("recorded and not to be");
        expected.Except(recorded).ShouldBeEmpty("to be recorded and not");
        recorded.Count.ShouldBe(expected.Count);
        foreach (var kind in new[] { "omitted", "escalated", "raised", "followUp", "leave", "action" })
            expected.Count(x => x.StartsWith(kind, StringComparison.Ordinal)).ShouldBeGreaterThan(5, kind);
        Console.WriteLine($"A year of seed {seed}: {expected.Count} facts by rules, each once and no other.");
    }
}

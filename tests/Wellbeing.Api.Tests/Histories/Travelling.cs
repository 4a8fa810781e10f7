using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Tests.Requests;
using Wellbeing.Domain.Ledger;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>A story with a ledger whose passes a test calls, and what was on record when, reckoned event by event.</summary>
internal sealed class Travelling : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly List<(int Size, DateTimeOffset At)> _batches = [];
    private readonly EventLeaf _leaves = new();
    private Reading? _site;

    private Travelling(Database database, Story story) => (Database, Story) = (database, story);

    /// <summary>Its own: leaves are in the order of the story.</summary>
    public Database Database { get; }

    public Story Story { get; }

    public DateTimeOffset Now => Story.Clock.GetUtcNow();

    public IReadOnlyList<DateTimeOffset> Batches => _batches.ConvertAll(x => x.At);

    private Reading Site => _site ?? throw new InvalidOperationException("Nobody reads yet.");

    private string Auditor => Site.As(Role.Auditor);

    public static async Task<Travelling> BeginAsync(int seed = 1)
    {
        if (!Tests.Database.Available)
            throw Tests.Database.Skip();
        var database = new Database();
        await database.InitializeAsync();
        var story = new Story(database, seed);
        return new Travelling(database, story) { _site = await Reading.OfAsync(database, story.Clock) };
    }

    /// <summary>Random things, with a pass now and then.</summary>
    public async Task LiveAsync(int steps, IReadOnlyList<Unit> units)
    {
        for (var i = 0; i < steps; i++)
        {
            // From several events a second to hours without one.
            Story.Pace = TimeSpan.FromMilliseconds(Math.Pow(10, Story.Random.Next(1, 8)));
            await Story.StepAsync(units);
            if (Story.Random.Next(3) == 0)
                await SequenceAsync();
        }
    }

    /// <summary>A pass of the sequencer, of a node whose clock may be slow.</summary>
    public async Task SequenceAsync(TimeSpan slow = default)
    {
        await using var connection = await Database.Application.OpenConnectionAsync();
        var alarms = new LedgerAlarms(NullLogger<LedgerAlarms>.Instance);
        var pass = new SequencerPass(connection, Tests.Database.Authenticity.Key, alarms, _leaves);
        var passed = await pass.RunAsync(null, (_, _) => Task.FromResult(true), Now - slow, CancellationToken.None);
        if (passed!.After.Size > passed.Before.Size)
            _batches.Add(((int)passed.After.Size, Now - slow));
    }

    /// <summary>Moments at which what is known may change, and the last ones before.</summary>
    public List<DateTimeOffset> Moments() =>
        [
            .. Story
                .All.Select(x => x.RecordedAt)
                .Concat(_batches.SelectMany(x => new[] { x.At, x.At - Minute }))
                .Append(Now - Minute)
                .SelectMany(x => new[] { x, x.AddMicroseconds(-1) }),
        ];

    /// <summary>The rule on an event, whose leaf is its place in the order of recording.</summary>
    public bool Knows(int place, DateTimeOffset knownAt)
    {
        var recordedAt = Story.All[place].RecordedAt;
        var covering = _batches.FindIndex(x => x.Size > place);
        if (covering < 0)
            return recordedAt <= knownAt && (knownAt >= Now - Minute || _batches.All(x => x.At <= knownAt));
        var batch = _batches[covering].At;
        return (recordedAt < batch - Minute ? batch - Minute : recordedAt) <= knownAt;
    }

    /// <summary>The events of an officer that had happened and were on record, by the rule.</summary>
    public List<Guid> Expected(Guid officer, DateTimeOffset asOf, DateTimeOffset knownAt) =>
        [
            .. Story
                .All.Where((x, place) => x.Concerned.Contains(officer) && x.OccurredAt <= asOf && Knows(place, knownAt))
                .OrderBy(x => x.OccurredAt)
                .Select(x => x.EventId),
        ];

    /// <summary>The same as history and replay tell it; both tell it alike, entry by entry.</summary>
    public async Task<List<Guid>> ToldAsync(Guid officer, DateTimeOffset asOf, DateTimeOffset knownAt)
    {
        var query = $"asOf={asOf.Query()}&knownAt={knownAt.Query()}&text=false";
        var pages = await Site.AllAsync($"/officers/{officer}/history?{query}", Auditor, limit: 7);
        var history = pages.ConvertAll(x => JsonElement.Parse(x).GetProperty("id").GetGuid());
        var replay = (await Site.GetAsync($"/officers/{officer}/replay?{query}", Auditor))
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => JsonElement.Parse(x).GetProperty("event").GetProperty("id").GetGuid());
        replay.ShouldBe(history, query);
        LinksOf(pages)
            .ShouldBe(Story.Links.Where(x => history.Contains(x.EventId)).Select(x => (x.From, x.To)), true, query);
        return history;
    }

    /// <summary>A history's first entry at a time, on a page of its own, unless that has the tag that is given.</summary>
    public Task<Reply> FirstAsync(Guid officer, DateTimeOffset knownAt, string? tag = null) =>
        Site.GetAsync(
            $"/officers/{officer}/history?knownAt={knownAt.Query()}&limit=1",
            Auditor,
            tag is null ? [] : [("If-None-Match", tag)]
        );

    /// <summary>The links that entries name, each once.</summary>
    public static IEnumerable<(Guid From, Guid To)> LinksOf(List<string> entries) =>
        entries
            .Select(x => JsonElement.Parse(x))
            .Where(x => x.TryGetProperty("links", out _))
            .SelectMany(entry =>
            {
                var (self, links) = (entry.GetProperty("streamId").GetGuid(), entry.GetProperty("links"));
                return Ids(links, "from").Select(x => (x, self)).Concat(Ids(links, "to").Select(x => (self, x)));
            })
            .Distinct();

    private static IEnumerable<Guid> Ids(JsonElement links, string side) =>
        links.GetProperty(side).EnumerateArray().Select(x => x.GetProperty("id").GetGuid());

    public async ValueTask DisposeAsync()
    {
        Story.Dispose();
        await Site.DisposeAsync();
        await Database.DisposeAsync();
    }
}

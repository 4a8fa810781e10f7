using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Xunit;

namespace Wellbeing.Api.Tests.Histories;

/// <summary>
/// What had happened by a time and was on record by another. The second is the ledger's to say: who may write to the
/// database may set a time, and cannot put it into a batch of the past.
/// </summary>
public sealed class TimeTravelTests(Host host)
{
    private const string Sequenced = """
        SELECT NOT EXISTS (
          SELECT FROM readmodels.history AS h LEFT JOIN ledger.leaves AS l ON l.seq_id = h.seq
          WHERE h.officer_id = $1 AND l.leaf IS NULL)
        """;

    private const string SetTime = """
        WITH e AS (UPDATE events.mt_events SET timestamp = timestamp + $2 WHERE id = $1)
        UPDATE readmodels.history SET recorded_at = recorded_at + $2 WHERE event_id = $1 RETURNING 1
        """;

    // Another version of the stream of an event, in everything like what the journal writes.
    private const string Insert = """
        WITH e AS (
          INSERT INTO events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name)
          SELECT nextval('events.mt_events_sequence'), gen_random_uuid(), stream_id, version + 1, data, type, $2,
            headers, user_name
          FROM events.mt_events WHERE id = $1 RETURNING id, seq_id, timestamp, version)
        INSERT INTO readmodels.history (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq)
        SELECT h.officer_id, h.occurred_at, e.id, e.timestamp, h.stream,
          replace(replace(h.entry::text, $1::text, e.id::text), '"version":3', '"version":4')::json, e.seq_id
        FROM readmodels.history AS h CROSS JOIN e WHERE h.event_id = $1 RETURNING event_id
        """;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task whatever_happened_what_was_known_is_what_the_ledger_vouches_for_at_any_two_times()
    {
        var seed = Random.Shared.Next();
        await using var travelling = await Travelling.BeginAsync(seed);
        var story = travelling.Story;
        List<Unit> units = [await story.FormAsync("A"), await story.FormAsync("B", "A")];
        foreach (var unit in units)
            await story.EnrolAsync(unit);
        await travelling.LiveAsync(300, units);

        var quadrants = new HashSet<(bool Happened, bool Known, bool Told)>();
        for (var round = 0; round < 200; round++)
        {
            var officer = story.Pick([.. story.Officers]).Id;
            var knownAt = story.Pick(travelling.Moments());
            var asOf = story.Pick(story.All).OccurredAt.AddMicroseconds(-story.Random.Next(2));
            var told = await travelling.ToldAsync(officer, asOf, knownAt);
            told.ShouldBe(
                travelling.Expected(officer, asOf, knownAt),
                $"{officer}?asOf={asOf:O}&knownAt={knownAt:O}, seed {seed}"
            );
            quadrants.UnionWith(
                story
                    .All.Select((x, place) => (Event: x, Known: travelling.Knows(place, knownAt)))
                    .Where(x => x.Event.Concerned.Contains(officer))
                    .Select(x => (x.Event.OccurredAt <= asOf, x.Known, told.Contains(x.Event.EventId)))
            );
        }
        quadrants.ShouldBe(
            [(true, true, true), (true, false, false), (false, true, false), (false, false, false)],
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData(-1, -1, false)]
    [InlineData(-1, 0, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 0, true)]
    public async Task when_an_event_is_imported_years_after_it_happened_it_is_there_after_both(
        int happened,
        int recorded,
        bool told
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.ImportAsync(Lines.Text(Lines.Nominated(Bureau.Name("N"), officer.Badge)));
        var auditor = server.As(Role.Auditor);
        var path = $"officers/{officer.Id}/history?kind=commendation";
        await Until.TrueAsync(async () => await server.Database.AskAsync<bool>(Sequenced, officer.Id));
        var item = (await auditor.GetAsync(path)).Items().ShouldHaveSingleItem();
        var asOf = item.GetProperty("occurredAt").GetDateTimeOffset().AddMicroseconds(happened);
        var knownAt = item.GetProperty("recordedAt").GetDateTimeOffset().AddMicroseconds(recorded);

        (knownAt - asOf).ShouldBeGreaterThan(TimeSpan.FromDays(365));
        var reply = await auditor.GetAsync($"{path}&asOf={asOf.Query()}&knownAt={knownAt.Query()}");
        reply.Items().Count.ShouldBe(told ? 1 : 0);
    }

    [Fact]
    public async Task when_an_event_is_put_in_with_an_old_time_no_past_answer_changes()
    {
        await using var travelling = await Travelling.BeginAsync();
        var (officer, events) = await RecordAsync(travelling);
        var moments = travelling.Moments();
        var before = await AnswersAsync(travelling, officer, moments);

        travelling.Story.Clock.Advance(TimeSpan.FromHours(8));
        var batch = travelling.Now;
        var old = travelling.Story.All.Single(x => x.EventId == events[1]).RecordedAt;
        var inserted = await travelling.Database.AskAsync<Guid>(Insert, events[^1], old);
        var last = travelling.Batches[^1];
        // Not in the ledger yet, it counts after the last batch only.
        (await AnswersAsync(travelling, officer, moments.Where(x => x < last))).ShouldBeSubsetOf(before);
        await travelling.SequenceAsync();

        (await AnswersAsync(travelling, officer, moments)).ShouldBe(before);
        var minute = TimeSpan.FromSeconds(60);
        (await ToldAsync(travelling, officer, batch - minute - _second)).ShouldNotContain(inserted);
        (await ToldAsync(travelling, officer, batch)).ShouldContain(inserted);
    }

    [Theory]
    [InlineData(-1_000_000)]
    [InlineData(-120)]
    [InlineData(-1)]
    [InlineData(120)]
    [InlineData(1_000_000)]
    public async Task when_the_time_of_an_event_is_set_back_or_forward_no_answer_changes_but_in_the_minute_before_its_batch(
        int seconds
    )
    {
        await using var travelling = await Travelling.BeginAsync();
        var (officer, events) = await RecordAsync(travelling);
        foreach (var id in events)
        {
            var recordedAt = travelling.Story.All.Single(x => x.EventId == id).RecordedAt;
            // The stream's later events count no earlier than it does.
            var batches = travelling.Batches.Where(x => x >= recordedAt).ToList();
            var moments = travelling.Moments().Concat([recordedAt.AddSeconds(seconds), travelling.Now]).ToList();
            moments.RemoveAll(x => batches.Exists(batch => x >= batch.AddSeconds(-60) && x < batch));
            var before = await AnswersAsync(travelling, officer, moments);
            await travelling.Database.AskAsync<int>(SetTime, id, TimeSpan.FromSeconds(seconds));

            (await AnswersAsync(travelling, officer, moments)).ShouldBe(before);
            await travelling.Database.AskAsync<int>(SetTime, id, TimeSpan.FromSeconds(-seconds));
        }
    }

    [Fact]
    public async Task when_two_nodes_clocks_differ_no_stream_is_told_without_its_beginning()
    {
        await using var travelling = await Travelling.BeginAsync();
        var (officer, events) = await RecordAsync(travelling, sequenced: false, pace: _second);
        await travelling.Database.AskAsync<int>(SetTime, events[2], -3 * _second);
        await travelling.SequenceAsync();

        var second = travelling.Story.All.Single(x => x.EventId == events[1]).RecordedAt;
        (await ToldAsync(travelling, officer, second.AddMicroseconds(-1))).ShouldBe(events[..1]);
        (await ToldAsync(travelling, officer, second)).ShouldBe(events);
    }

    [Fact]
    public async Task when_the_ledger_is_behind_what_it_has_not_taken_in_counts_and_still_does_once_it_has()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await Until.TrueAsync(async () => await server.Database.AskAsync<bool>(Sequenced, officer.Id));
        await using var holding = await server.Database.Owner.OpenConnectionAsync();
        await using (var held = await holding.BeginTransactionAsync())
        {
            await using var command = new Npgsql.NpgsqlCommand("SELECT FROM ledger.head FOR UPDATE", holding, held);
            await command.ExecuteNonQueryAsync();
            await server.TalkAsync(officer);
            await server.TalkAsync(officer);
            (await server.Database.AskAsync<bool>(Sequenced, officer.Id)).ShouldBeFalse();
            await CheckAsync();
        }
        await Until.TrueAsync(async () => await server.Database.AskAsync<bool>(Sequenced, officer.Id));
        await CheckAsync();

        async Task CheckAsync()
        {
            var path = $"officers/{officer.Id}/history?kind=talk";
            var times = (await server.As(Role.Auditor).GetAsync(path))
                .Items()
                .ConvertAll(x => x.GetProperty("recordedAt").GetDateTimeOffset());
            (await CountAsync(times[0].AddMicroseconds(-1))).ShouldBe(0);
            (await CountAsync(times[0])).ShouldBe(1);
            (await CountAsync(times[1].AddMicroseconds(-1))).ShouldBe(1);
            (await CountAsync(times[1])).ShouldBe(2);
            (await CountAsync(DateTimeOffset.MaxValue)).ShouldBe(2);

            async Task<int> CountAsync(DateTimeOffset knownAt) =>
                (await server.As(Role.Auditor).GetAsync($"{path}&knownAt={knownAt.Query()}")).Items().Count;
        }
    }

    [Fact]
    public async Task when_a_page_of_the_past_has_changed_with_the_ledger_its_tag_has_too()
    {
        await using var travelling = await Travelling.BeginAsync();
        var (officer, events) = await RecordAsync(travelling);
        var story = travelling.Story;
        await story.NominateAsync(story.Of<Officer>(officer), at: travelling.Now.AddYears(-1));
        var moment = travelling.Now;
        story.Clock.Advance(TimeSpan.FromMinutes(5));
        var first = await travelling.FirstAsync(officer, moment);
        first.Each("id").ShouldBe([$"{story.All[^1].EventId}"]);
        var tag = first.Headers.ETag!.ToString();
        (await travelling.FirstAsync(officer, moment, tag)).Status.ShouldBe(HttpStatusCode.NotModified);

        // Too late for the ledger to vouch for that moment.
        await travelling.SequenceAsync();
        (await travelling.FirstAsync(officer, moment, tag)).Each("id").ShouldBe([$"{events[0]}"]);
    }

    [Fact]
    public async Task when_a_node_with_a_slow_clock_goes_on_the_times_of_batches_do_not_go_back()
    {
        await using var travelling = await Travelling.BeginAsync();
        await RecordAsync(travelling);
        var (officer, late) = await RecordAsync(travelling, sequenced: false);
        await travelling.SequenceAsync(slow: TimeSpan.FromHours(3));

        var times = await travelling.Database.ListAsync<DateTime>("SELECT at FROM ledger.batches ORDER BY size");
        times.ShouldBe(times.Order());
        times.Count.ShouldBeGreaterThan(1);
        (await ToldAsync(travelling, officer, travelling.Now)).ShouldBe(late);
    }

    /// <summary>An officer with three events of one stream, a quarter of an hour apart, each a second before a batch of its own.</summary>
    private static async Task<(Guid Officer, List<Guid> Events)> RecordAsync(
        Travelling travelling,
        bool sequenced = true,
        TimeSpan? pace = null
    )
    {
        var story = travelling.Story;
        var officer = (await story.EnrolAsync(await story.FormAsync(Bureau.Name("V")))).Id;
        for (var i = 0; i < 3; i++)
        {
            if (i > 0)
                await story.ThenAsync<Officer>(
                    officer,
                    x => OfficerDecisions.StatePreference(x, x.UnitCode, Story.Sealed())
                );
            story.Clock.Advance(_second);
            if (sequenced)
                await travelling.SequenceAsync();
            story.Clock.Advance(pace ?? TimeSpan.FromMinutes(15));
        }
        return (officer, [.. story.All.Where(x => x.Concerned.Contains(officer)).Select(x => x.EventId)]);
    }

    private static async Task<List<string>> AnswersAsync(
        Travelling travelling,
        Guid officer,
        IEnumerable<DateTimeOffset> moments
    )
    {
        var answers = new List<string>();
        foreach (var moment in moments)
            answers.Add($"{moment:O}: {string.Join(' ', await ToldAsync(travelling, officer, moment))}");
        return answers;
    }

    private static Task<List<Guid>> ToldAsync(Travelling travelling, Guid officer, DateTimeOffset knownAt) =>
        travelling.ToldAsync(officer, DateTimeOffset.MaxValue, knownAt);
}

using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Histories;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Xunit;

namespace Wellbeing.Api.Tests.Audit;

public sealed class AuditTests(Database database) : IClassFixture<Database>, IAsyncLifetime
{
    private readonly Story _story = new(database);
    private readonly string _code = $"U{Guid.NewGuid():N}";
    private Reading _site = null!;
    private Unit _unit = null!;
    private Officer _officer = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Auditor => _site.As(Role.Auditor);

    public async ValueTask InitializeAsync()
    {
        _unit = await _story.FormAsync(_code);
        _officer = await _story.EnrolAsync(_unit);
        _site = await Reading.OfAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        _story.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task when_an_auditor_asks_for_a_stream_each_event_shows_what_it_changed()
    {
        await _story.ThenAsync<Officer>(
            _officer.Id,
            x => OfficerDecisions.ListTalent(x, x.UnitCode, TalentCategory.Music, Story.Sealed())
        );

        var reply = await _site.GetAsync($"/audit/streams/{_officer.Id}", Auditor);
        var (first, last) = (reply.Items()[0], reply.Items()[1]);

        reply.Headers.ETag!.ToString().ShouldBe("\"2.0\"");
        reply.Json.GetProperty("version").GetInt64().ShouldBe(2);
        reply.Each("type").ShouldBe(["officer_enrolled", "officer_talent_listed"]);
        reply.Each("actor").ShouldAllBe(x => x == "someone");
        reply.Each("correlation").ShouldAllBe(x => x == "c-1");
        reply.Each("historical").ShouldAllBe(x => x == "False");
        first.GetProperty("before").GetRawText().ShouldBe("{}");
        first.GetProperty("after").GetProperty("unitCode").GetString().ShouldBe(_code);
        last.GetProperty("before").GetRawText().ShouldBe("""{"talents":[]}""");
        last.GetProperty("after").GetRawText().ShouldBe("""{"talents":["music"]}""");
        last.GetProperty("data").GetProperty("description").TryGetProperty("sealed", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task when_a_changed_field_is_sealed_it_is_named_and_not_shown()
    {
        var id = await _story.NominateAsync(_officer);

        var item = (await _site.GetAsync($"/audit/streams/{id}", Auditor)).Items().ShouldHaveSingleItem();

        item.GetProperty("sealed").GetRawText().ShouldBe("""["citation"]""");
        item.GetProperty("after").TryGetProperty("citation", out _).ShouldBeFalse();
        item.GetProperty("after").TryGetProperty("title", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task when_the_stream_has_not_moved_on_it_is_not_sent_again()
    {
        var reply = await _site.GetAsync($"/audit/streams/{_officer.Id}", Auditor, ("If-None-Match", "\"1.0\""));
        reply.Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task when_there_is_no_such_stream_it_is_not_found()
    {
        foreach (var id in new[] { $"{Guid.NewGuid()}", "no-id" })
            (await _site.GetAsync($"/audit/streams/{id}", Auditor)).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task when_anybody_but_an_auditor_asks_it_is_forbidden()
    {
        foreach (var role in Enum.GetValues<Role>().Except([Role.Auditor]))
        foreach (var path in new[] { $"/audit/streams/{_officer.Id}", "/audit/events" })
            (await _site.GetAsync(path, _site.As(role, _code))).Code.ShouldBe("forbidden", $"{role} {path}");
    }

    [Fact]
    public async Task when_events_are_paged_each_comes_once_in_order_of_recording()
    {
        for (var i = 0; i < 10; i++)
            await _story.NominateAsync(_officer, at: _story.Clock.GetUtcNow().AddDays(-i));

        var items = (await _site.AllAsync($"/audit/events?unit={_code}", Auditor, limit: 3)).ConvertAll(x =>
            JsonElement.Parse(x)
        );

        items.Select(x => x.GetProperty("id").GetGuid()).ShouldBe(_story.All.Select(x => x.EventId));
        items.Select(x => x.GetProperty("seq").GetInt64()).ShouldBeInOrder();
    }

    [Fact]
    public async Task when_filters_are_given_only_what_they_all_fit_is_there()
    {
        var own = await _story.NominateAsync(_officer);
        var collective = await _story.NominateAsync(_unit);
        await _story.ThenAsync<Commendation>(
            collective,
            x => CommendationDecisions.Publicise(x, new DateOnly(2024, 3, 1))
        );
        var officer = $"/audit/events?officer={_officer.Id}";

        (await _site.GetAsync(officer, Auditor))
            .Each("type")
            .ShouldBe([
                "officer_enrolled",
                "commendation_nominated",
                "commendation_nominated",
                "commendation_publicised",
            ]);
        (await _site.GetAsync(officer + "&type=commendation_nominated", Auditor))
            .Each("streamId")
            .ShouldBe([$"{own}", $"{collective}"]);
        (await _site.GetAsync(officer + "&actor=nobody", Auditor)).Items().ShouldBeEmpty();
        (await _site.GetAsync(officer + "&from=2024-03-01&to=2024-03-01", Auditor)).Items().Count.ShouldBe(4);
        (await _site.GetAsync(officer + "&from=2024-03-02", Auditor)).Items().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("type=talk_hold", "type")]
    [InlineData("officer=P0001", "officer")]
    [InlineData("from=today", "from")]
    public async Task when_a_filter_makes_no_sense_it_is_named(string query, string field)
    {
        var reply = await _site.GetAsync($"/audit/events?{query}", Auditor);
        reply.Json.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(reply.Text);
    }

    [Fact]
    public async Task when_an_append_with_a_lower_number_is_under_way_nothing_above_it_is_passed_over()
    {
        var clock = new FakeTimeProvider();
        var highWater = new HighWater(database.Application, clock);
        await using var connection = await database.Application.OpenConnectionAsync(Stop);
        await using var late = await connection.BeginTransactionAsync(Stop);
        var lateEvent = await AppendAsync(late);
        await _story.NominateAsync(_officer);

        (await PatientlyAsync(highWater.ReachAsync(Stop), clock)).ShouldBeNull();
        await late.CommitAsync(Stop);

        var settled = await PatientlyAsync(highWater.ReachAsync(Stop), clock);
        var items = (await _site.GetAsync($"/audit/events?from=2024-01-01&limit=500", Auditor)).Items();
        settled.ShouldBe(items[^1].GetProperty("seq").GetInt64());
        items[^2].GetProperty("id").GetGuid().ShouldBe(lateEvent);
    }

    [Fact]
    public async Task when_an_old_transaction_appends_nothing_nobody_waits_for_it()
    {
        await using var connection = await database.Application.OpenConnectionAsync(Stop);
        await using var old = await connection.BeginTransactionAsync(Stop);
        await using var write = new NpgsqlCommand("UPDATE readmodels.mt_doc_unit SET name = name", connection);
        await write.ExecuteNonQueryAsync(Stop);

        (await new HighWater(database.Application, new FakeTimeProvider()).ReachAsync(Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task when_a_replay_looks_for_an_officers_streams_it_reads_indexes_not_the_table()
    {
        await using var connection = await database.Owner.OpenConnectionAsync(Stop);
        await using var plan = new NpgsqlCommand(
            $"SET enable_seqscan = off; EXPLAIN SELECT {StoredEvents.StreamsOf($"'{_officer.Id}'::uuid")}",
            connection
        );
        await using var reader = await plan.ExecuteReaderAsync(Stop);
        var lines = new List<string>();
        while (await reader.ReadAsync(Stop))
            lines.Add(reader.GetString(0));
        string.Join('\n', lines)
            .ShouldSatisfyAllConditions(
                x => x.ShouldContain(EventIndexes.Officer + " "),
                x => x.ShouldContain(EventIndexes.Officers + " "),
                x => x.ShouldNotContain("Seq Scan")
            );
    }

    // Time passes only here, as often as the other side asks for it.
    private static async Task<long?> PatientlyAsync(Task<long?> asked, FakeTimeProvider clock)
    {
        while (!asked.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        return await asked;
    }

    private async Task<Guid> AppendAsync(NpgsqlTransaction transaction)
    {
        var batch = new Batch(_story.Clock.GetUtcNow(), Database.Calendar, Database.Authenticity.Key);
        var draft = new NewEvent(
            Guid.CreateVersion7(),
            new UnitFormed($"{_code}/late", "late", UnitKind.Support, null),
            _story.Clock.GetUtcNow()
        );
        batch.Add(
            new JournalEntry(StreamKind.Unit, Guid.CreateVersion7(), 0, null, [draft], new Author("someone", null))
        );
        batch.IsTaken = true;
        (await Database.Journal(database, _story.Clock).AppendAsync(batch, transaction, Stop)).ShouldBeNull();
        return draft.Id;
    }
}

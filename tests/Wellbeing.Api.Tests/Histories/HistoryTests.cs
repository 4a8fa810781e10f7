using System.Net;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Xunit;

namespace Wellbeing.Api.Tests.Histories;

public sealed class HistoryTests(Database database) : IClassFixture<Database>, IAsyncLifetime
{
    private static readonly DateTimeOffset Day1 = new(2024, 3, 1, 16, 0, 0, TimeSpan.Zero);

    private readonly Story _story = new(database);
    private readonly string _top = $"T{Guid.NewGuid():N}";
    private Reading _site = null!;
    private Officer _officer = null!;
    private Unit _unit = null!;

    private string Path => $"/officers/{_officer.Id}/history";

    // Enrolled on 1 March, transferred at the first instant of 2 March of the bureau's, nominated a day later.
    public async ValueTask InitializeAsync()
    {
        await _story.FormAsync(_top);
        _unit = await _story.FormAsync($"{_top}/1", _top);
        var other = await _story.FormAsync($"{_top}/2", _top);
        _officer = await _story.EnrolAsync(other);
        await _story.ThenAsync<Officer>(
            _officer.Id,
            x => OfficerDecisions.Transfer(x, null, _unit, TransferReason.Rotation, new DateOnly(2024, 3, 2)),
            Day1
        );
        _story.Clock.Advance(TimeSpan.FromDays(10));
        await _story.NominateAsync(_story.Of<Officer>(_officer.Id), at: Day1.AddDays(1));
        _site = await Reading.OfAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        _story.Dispose();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task when_an_auditor_reads_entries_come_in_order_with_their_sequence_and_wording()
    {
        var reply = await _site.GetAsync(Path, _site.As(Role.Auditor), ("Accept-Language", "en"));

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Each("type").ShouldBe(["officer_enrolled", "officer_transferred", "commendation_nominated"]);
        reply.Each("seq").ShouldAllBe(x => x != null);
        reply
            .Items()[1]
            .GetProperty("text")
            .GetString()
            .ShouldBe(
                $"Transferred from unit {_top}/2 to unit {_top}/1 with effect from 2024-03-02; reason: rotation."
            );
        reply.Json.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task when_a_reader_prefers_chinese_the_wording_is_chinese_and_the_tag_another()
    {
        var token = _site.As(Role.Auditor);
        var english = await _site.GetAsync(Path, token);
        var chinese = await _site.GetAsync(Path, token, ("Accept-Language", "zh-CN"));

        chinese
            .Items()[1]
            .GetProperty("text")
            .GetString()
            .ShouldBe($"由单位 {_top}/2 调至单位 {_top}/1，自 2024-03-02 起；原因：轮岗。");
        chinese.Headers.ETag.ShouldNotBe(english.Headers.ETag);
    }

    [Fact]
    public async Task when_no_wording_is_asked_for_the_stored_bytes_come_as_they_are()
    {
        var reply = await _site.GetAsync(Path + "?text=false", _site.As(Role.Commander, _top));
        await using var command = database.Owner.CreateCommand(
            "SELECT string_agg(entry::text, ',' ORDER BY occurred_at, seq) FROM readmodels.history WHERE officer_id = $1"
        );
        command.Parameters.AddWithValue(_officer.Id);

        reply.Text.ShouldBe(
            $$"""{"items":[{{await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)}}],"next":null}"""
        );
    }

    [Theory]
    [InlineData(nameof(Role.PoliticalOfficer), "")]
    [InlineData(nameof(Role.PoliticalOfficer), "/1")]
    [InlineData(nameof(Role.Commander), "")]
    public async Task when_the_reader_serves_the_unit_or_one_above_the_history_is_there_without_sequence(
        string role,
        string unit
    )
    {
        var reply = await _site.GetAsync(Path, _site.As(Enum.Parse<Role>(role), _top + unit));

        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Each("seq").ShouldAllBe(x => x == null);
    }

    [Fact]
    public async Task when_the_officer_asks_the_own_history_is_there_and_nobody_elses()
    {
        var badge = Story.BadgeOf(_officer.Id);
        (await _site.GetAsync(Path, _site.As(Role.Officer, badge: badge))).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.GetAsync(Path, _site.As(Role.Officer, badge: badge + "0"))).Code.ShouldBe("not-found");
        (await _site.GetAsync(Path, _site.As(Role.Officer))).Code.ShouldBe("not-found");
    }

    [Theory]
    [InlineData("history")]
    [InlineData("replay")]
    public async Task when_the_officer_is_out_of_reach_the_answer_is_that_for_one_who_does_not_exist(string what)
    {
        // The officer served there once: reach is that of now.
        var token = _site.As(Role.PoliticalOfficer, $"{_top}/2");
        foreach (var id in new[] { $"{_officer.Id}", $"{Guid.NewGuid()}", "no-id" })
        foreach (var query in new[] { "", "?limit=x", "?nonsense=1" })
        {
            var reply = await _site.GetAsync($"/officers/{id}/{what}{query}", token);
            reply.Code.ShouldBe("not-found", id + query);
        }
    }

    [Theory]
    [InlineData(nameof(Role.Administrator))]
    [InlineData(nameof(Role.Integrator))]
    public async Task when_a_role_reads_no_care_records_it_is_forbidden_to_whomever_it_asks_for(string role)
    {
        foreach (var what in new[] { "history", "replay" })
        foreach (var id in new[] { _officer.Id, Guid.NewGuid() })
            (await _site.GetAsync($"/officers/{id}/{what}", _site.As(Enum.Parse<Role>(role), _top))).Code.ShouldBe(
                "forbidden"
            );
    }

    [Theory]
    [InlineData("from=2024-03-02", 2, 3)]
    [InlineData("to=2024-03-01", 1, 1)]
    [InlineData("from=2024-03-02&to=2024-03-02", 2, 2)]
    [InlineData("from=2024-03-01T16:00:00Z&to=2024-03-02T00:00:00%2B08:00", 2, 2)]
    [InlineData("asOf=2024-03-01T16:00:00Z", 1, 2)]
    [InlineData("asOf=2024-03-01T15:59:59.999999Z", 1, 1)]
    [InlineData("knownAt=2024-03-01T00:00:00Z", 1, 2)]
    [InlineData("knownAt=2024-02-29T23:59:59Z", 1, 0)]
    [InlineData("kind=commendation", 3, 3)]
    [InlineData("kind=unit", 1, 0)]
    [InlineData("from=0001-01-01&to=9999-12-31", 1, 3)]
    public async Task when_a_stretch_is_asked_for_only_it_is_told(string query, int first, int last)
    {
        var all = (await _site.GetAsync(Path, _site.As(Role.Auditor))).Each("id").ToList();
        var part = await _site.GetAsync($"{Path}?{query}", _site.As(Role.Auditor));

        part.Each("id").ShouldBe(all[(first - 1)..last]);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2024-02-30", "to")]
    [InlineData("asOf=2024-03-01", "asOf")]
    [InlineData("kind=talks", "kind")]
    [InlineData("text=no", "text")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("order=desc", "order")]
    public async Task when_a_parameter_is_wrong_it_is_named(string query, string field)
    {
        var reply = await _site.GetAsync($"{Path}?{query}", _site.As(Role.Auditor));

        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Json.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(reply.Text);
    }

    [Fact]
    public async Task when_nothing_happened_since_the_page_is_not_sent_again_and_else_it_is()
    {
        var token = _site.As(Role.Commander, _top);
        var tag = (await _site.GetAsync(Path, token)).Headers.ETag!.ToString();
        (await _site.GetAsync(Path, token, ("If-None-Match", tag))).Status.ShouldBe(HttpStatusCode.NotModified);

        await _story.ThenAsync<Officer>(
            _officer.Id,
            x => OfficerDecisions.StatePreference(x, x.UnitCode, Story.Sealed())
        );

        tag.ShouldStartWith("W/");
        (await _site.GetAsync(Path, token, ("If-None-Match", tag))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task when_something_older_is_recorded_meanwhile_the_pages_go_on_where_they_were()
    {
        var token = _site.As(Role.Auditor);
        var first = await _site.GetAsync(Path + "?limit=2", token);
        await _story.NominateAsync(_story.Of<Officer>(_officer.Id), at: Day1.AddYears(-1));
        var second = await _site.GetAsync($"{Path}?limit=2&cursor={first.Json.GetProperty("next")}", token);

        first.Each("type").ShouldBe(["officer_enrolled", "officer_transferred"]);
        second.Each("type").ShouldBe(["commendation_nominated"]);
    }

    [Fact]
    public async Task when_the_officer_has_honours_the_replay_counts_them_event_by_event()
    {
        var own = await _story.NominateAsync(_story.Of<Officer>(_officer.Id));
        await _story.ThenAsync<Commendation>(own, x => CommendationDecisions.Decline(x, Story.Sealed()));
        await _story.NominateAsync(_unit);

        var reply = await _site.GetAsync($"/officers/{_officer.Id}/replay", _site.As(Role.Auditor));
        var last = JsonElement.Parse(reply.Text.Trim().Split('\n')[^1]).GetProperty("state");

        reply.ContentHeaders.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        last.GetProperty("officer").GetProperty("unitCode").GetString().ShouldBe(_unit.UnitCode);
        last.GetProperty("individual")
            .GetRawText()
            .ShouldBe("""{"nominated":2,"approved":0,"declined":1,"conferred":0,"revoked":0}""");
        last.GetProperty("collective").GetProperty("nominated").GetInt32().ShouldBe(1);
        reply.Text.ShouldNotContain("sealed");
    }
}

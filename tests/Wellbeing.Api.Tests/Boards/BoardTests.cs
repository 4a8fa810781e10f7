using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Boards;

/// <summary>Every figure of every board, as of several dates and for several readers: its list, and a plain recount.</summary>
public sealed class BoardTests(BoardTests.Site site) : IClassFixture<BoardTests.Site>
{
    private static readonly string[] Dates =
    [
        "2023-01-20",
        "2023-04-02T03:30:00Z",
        "2023-06-30",
        "2023-11-11",
        "2024-02-29",
        "",
    ];

    public static TheoryData<string, string?, string> Readings
    {
        get
        {
            var readings = new TheoryData<string, string?, string>();
            foreach (var date in Dates)
            {
                readings.Add(nameof(Role.Auditor), null, date);
                readings.Add(nameof(Role.Auditor), "division", date);
                readings.Add(nameof(Role.Commander), "division", date);
                readings.Add(nameof(Role.PoliticalOfficer), "other", date);
                readings.Add(nameof(Role.Counsellor), null, date);
            }
            return readings;
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task the_care_board_counts_whom_it_lists(string role, string? unit, string date)
    {
        var at = await site.AtAsync(role, unit, date);
        var (board, cared) = (await at.BoardAsync("care-board"), at.Recount.UnderCare());
        var listed = await at.FigureAsync(board.GetProperty("underCare"));
        listed
            .Select(x =>
                (
                    Id: x.GetProperty("officerId").GetGuid(),
                    (
                        x.Text("stage")!,
                        x.GetProperty("stageSince").GetDateTimeOffset(),
                        x.TryGetProperty("level", out var level) ? level.GetString() : null
                    )
                )
            )
            .ShouldBe(cared.OrderBy(x => x.Key).Select(x => (x.Key, x.Value)));
        foreach (var line in board.GetProperty("byStage").EnumerateArray())
        {
            var there = cared.Values.Where(x => x.Stage == line.Text("stage")).ToList();
            (await at.FigureAsync(line)).Count.ShouldBe(there.Count);
            var days = there
                .Select(x => at.Recount.Day.DayNumber - BoardStory.DayOf(x.Since).DayNumber)
                .Order()
                .ToList();
            Number(line, "longestDays").ShouldBe(days.Count == 0 ? null : days[^1]);
            Number(line, "medianDays").ShouldBe(days.Count == 0 ? null : days[(days.Count - 1) / 2]);
            await at.LinesAsync(line, "byLevel", there.Select(x => x.Level ?? "none"));
        }
        await at.LinesAsync(board, "byLevel", cared.Values.Select(x => x.Level ?? "none"));
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task the_warning_board_counts_what_it_lists(string role, string? unit, string date)
    {
        var at = await site.AtAsync(role, unit, date);
        var (board, open) = (await at.BoardAsync("warning-board"), at.Recount.Open());
        var listed = await at.FigureAsync(board.GetProperty("open"));
        listed
            .Select(x => (x.GetProperty("id").GetGuid(), x.Text("level")!, x.Text("category")!))
            .ShouldBe(open.Select(x => (x.Id, x.Level, x.Category)), ignoreOrder: true);
        await at.LinesAsync(board, "byLevel", open.Select(x => x.Level));
        await at.LinesAsync(board, "byCategory", open.Select(x => x.Category));
        await at.LinesAsync(
            board,
            "byAge",
            open.Select(x =>
                (at.Recount.Day.DayNumber - x.Raised.DayNumber) switch
                {
                    < 3 => "underThreeDays",
                    < 7 => "underSevenDays",
                    < 30 => "underThirtyDays",
                    _ => "thirtyDaysAndMore",
                }
            )
        );
        var (kept, missed) = at.Recount.Deadlines();
        (await at.FigureAsync(board.GetProperty("deadlinesKept"))).Count.ShouldBe(kept);
        (await at.FigureAsync(board.GetProperty("deadlinesMissed"))).Count.ShouldBe(missed);
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task talk_coverage_counts_whom_it_lists(string role, string? unit, string date)
    {
        if (role == nameof(Role.Counsellor))
            return;
        var at = await site.AtAsync(role, unit, date);
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var first = new DateOnly(2023, (quarter * 3) - 2, 1);
            var talks = at.Recount.Talks(first, first.AddMonths(3).AddDays(-1));
            var board = await at.BoardAsync("talk-coverage", $"quarter=2023-Q{quarter}");
            var due = await at.FigureAsync(board.GetProperty("due"));
            due.Select(x => (x.GetProperty("officerId").GetGuid(), x.Text("result")!))
                .ShouldBe(talks.OrderBy(x => x.Key).Select(x => (x.Key, x.Value)));
            foreach (var result in new[] { "held", "late", "missed", "open" })
                (await at.FigureAsync(board.GetProperty(result))).Count.ShouldBe(
                    talks.Values.Count(x => x == result),
                    $"{result} in {quarter}"
                );
            foreach (var line in board.GetProperty("byUnit").EnumerateArray())
            {
                var query = line.Text("query")!;
                (await at.ListAsync(query)).Count.ShouldBe(line.GetProperty("due").GetInt32(), query);
                (await at.ListAsync($"{query}&result=held")).Count.ShouldBe(line.GetProperty("held").GetInt32(), query);
            }
            board.GetProperty("byUnit").EnumerateArray().Sum(x => x.GetProperty("due").GetInt32()).ShouldBe(due.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task the_support_board_counts_what_it_lists(string role, string? unit, string date)
    {
        if (role == nameof(Role.Counsellor))
            return;
        var at = await site.AtAsync(role, unit, date);
        foreach (var since in new DateOnly?[] { null, new DateOnly(2023, 5, 1) })
        {
            var board = await at.BoardAsync("support-board", since is null ? "" : "since=2023-05-01");
            var cases = at.Recount.Cases(since);
            (await at.FigureAsync(board.GetProperty("rotations"))).Count.ShouldBe(at.Recount.Rotations(since));
            (await at.FigureAsync(board.GetProperty("cases"))).Count.ShouldBe(cases.Count);
            await at.LinesAsync(board, "casesByKind", cases);
            var talents = at.Recount.Talents();
            (await at.FigureAsync(board.GetProperty("talents"))).Count.ShouldBe(talents.Count);
            (await at.FigureAsync(board.GetProperty("talentCategories"))).Count.ShouldBe(talents.Distinct().Count());
            await at.LinesAsync(board, "talentsByCategory", talents);
            var (units, room, corner, both) = at.Recount.Rooms();
            (await at.FigureAsync(board.GetProperty("frontlineUnits"))).Count.ShouldBe(units);
            (await at.FigureAsync(board.GetProperty("withRelaxationRoom"))).Count.ShouldBe(room);
            (await at.FigureAsync(board.GetProperty("withTrainingCorner"))).Count.ShouldBe(corner);
            var coverage = board.GetProperty("roomCoverage");
            (await at.ListAsync(coverage.Text("query")!)).Count.ShouldBe(both);
            coverage.GetProperty("value").GetDecimal().ShouldBe(Math.Round((decimal)both / units, 4));
        }
    }

    [Theory]
    [InlineData(nameof(Role.Auditor), null, "2023-Q2")]
    [InlineData(nameof(Role.Auditor), "division", "2023-Q4")]
    [InlineData(nameof(Role.Commander), "division", "2023-Q3")]
    [InlineData(nameof(Role.PoliticalOfficer), "top", "2023-Q1")]
    public async Task a_dashboard_counts_the_same(string role, string? unit, string quarter)
    {
        var first = new DateOnly(2023, ((quarter[^1] - '0') * 3) - 2, 1);
        var last = first.AddMonths(3).AddDays(-1);
        var at = await site.AtAsync(role, unit, $"{last:yyyy-MM-dd}");
        var path = unit is null or "top" ? "dashboards/bureau" : $"dashboards/units/{at.Unit}";
        var year = new DateOnly(2023, 1, 1);
        var figures = (await at.ReadAsync($"{path}?quarter={quarter}"))
            .GetProperty("figures")
            .EnumerateArray()
            .ToDictionary(x => x.Text("name")!);
        var talks = Enumerable
            .Range(0, first.Month / 3 + 1)
            .Select(x => year.AddMonths(3 * x))
            .Select(x => at.Recount.Talks(x, x.AddMonths(3).AddDays(-1)).Values)
            .ToList();
        await ShouldBeAsync("talks-due", talks[^1].Count, talks.Sum(x => x.Count));
        await ShouldBeAsync("talks-held", talks[^1].Count(x => x == "held"), talks.Sum(x => x.Count(y => y == "held")));
        await ShouldBeAsync("rotations", at.Recount.Rotations(first, last), at.Recount.Rotations(year, last));
        await ShouldBeAsync(
            "family-help",
            at.Recount.Cases(first, last).Count(x => x == "familyHelp"),
            at.Recount.Cases(year, last).Count(x => x == "familyHelp")
        );
        var talents = at.Recount.Talents();
        await ShouldBeAsync("talents", talents.Count, talents.Count);
        await ShouldBeAsync("talent-categories", talents.Distinct().Count(), talents.Distinct().Count());
        var (units, _, _, both) = at.Recount.Rooms();
        var rooms = figures["room-coverage"];
        rooms.GetProperty("quarter").GetDecimal().ShouldBe(Math.Round((decimal)both / units, 4));
        (await at.ListAsync(rooms.Text("query")!)).Count.ShouldBe(both);
        (await at.ListAsync(rooms.Text("yearToDateQuery")!)).Count.ShouldBe(both);

        async Task ShouldBeAsync(string name, int inQuarter, int inYear)
        {
            var figure = figures[name];
            figure.GetProperty("quarter").GetInt32().ShouldBe(inQuarter, name);
            figure.GetProperty("yearToDate").GetInt32().ShouldBe(inYear, name);
            (await at.ListAsync(figure.Text("query")!)).Count.ShouldBe(inQuarter, name);
            (await at.ListAsync(figure.Text("yearToDateQuery")!)).Count.ShouldBe(inYear, name);
        }
    }

    [Fact]
    public async Task an_officers_summary_as_of_today_is_the_present_one_and_counts_what_the_board_does()
    {
        var at = await site.AtAsync(nameof(Role.Auditor), null, "");
        var cared = at.Recount.UnderCare();
        foreach (var officer in at.Story.Officers)
        {
            var now = (await at.ReadAsync($"officers/{officer.Id}")).GetProperty("summary");
            var then = (await at.ReadAsync($"officers/{officer.Id}?asOf={at.Recount.Day:yyyy-MM-dd}")).GetProperty(
                "summary"
            );
            then.GetRawText().ShouldBe(now.GetRawText());
            var stage = now.TryGetProperty("care", out var care) ? care.Text("stage") : null;
            stage.ShouldBe(cared.TryGetValue(officer.Id, out var counted) ? counted.Stage : null);
        }
    }

    [Theory]
    [InlineData("2023-04-02T03:30:00Z")]
    [InlineData("2023-11-11")]
    public async Task an_officers_summary_is_told_as_of_a_date(string date)
    {
        var at = await site.AtAsync(nameof(Role.Auditor), null, date);
        var (cared, open) = (at.Recount.UnderCare(), at.Recount.Open());
        foreach (var officer in at.Story.Officers)
        {
            var answer = await at.ReadAsync($"officers/{officer.Id}?asOf={date}");
            answer.Text("unitCode").ShouldBe(at.Story.UnitOn(officer.Id, at.Recount.Day));
            var summary = answer.GetProperty("summary");
            var warned = at.Story.Steps.Where(x => x.What == "raised" && x.Officer.Id == officer.Id).Select(x => x.Id);
            summary.GetProperty("openWarnings").GetInt32().ShouldBe(open.Count(x => warned.Contains(x.Id)));
            var stage = summary.TryGetProperty("care", out var care) ? care.Text("stage") : null;
            stage.ShouldBe(cared.TryGetValue(officer.Id, out var counted) ? counted.Stage : null);
            var quarter = new DateOnly(2023, ((at.Recount.Day.Month - 1) / 3 * 3) + 1, 1);
            summary
                .GetProperty("dueTalk")
                .Text("result")
                .ShouldBe(at.Recount.Talks(quarter, quarter.AddMonths(3).AddDays(-1))[officer.Id]);
        }
    }

    [Theory]
    [InlineData("care-board")]
    [InlineData("warning-board")]
    [InlineData("talk-coverage")]
    [InlineData("support-board")]
    public async Task a_board_is_of_a_unit_within_reach_and_has_a_weak_tag(string path)
    {
        var at = await site.AtAsync(nameof(Role.Commander), "division", "");
        var first = (await at.Client.GetAsync(path)).Done();
        first.Json.Text("unit").ShouldBe(at.Unit);
        var tag = first.Headers.ETag!;
        tag.IsWeak.ShouldBeTrue();
        ((int)(await at.Client.GetAsync(path, ("If-None-Match", tag.ToString()))).Status).ShouldBe(304);
        (await at.Client.GetAsync($"{path}?unit={at.Story.Station}"))
            .Done()
            .Json.Text("unit")
            .ShouldBe(at.Story.Station);
        (await at.Client.GetAsync($"{path}?unit={at.Story.Other}")).Refused(404, "not-found");
        (await at.Client.GetAsync($"{path}?unit=nowhere")).Refused(404, "not-found");
        (await at.Client.GetAsync($"{path}?asOf=yesterday")).Refused(400, "bad-input");
        (await at.Client.GetAsync($"{path}?perhaps=1")).Refused(400, "bad-input");
        // A day to come tells no more than today.
        (await at.Client.GetAsync($"{path}?asOf=2999-01-01"))
            .Done()
            .Json.Text("asOf")
            .ShouldBe(first.Json.Text("asOf"));
        (await at.Client.GetAsync($"{path}?asOf=0001-01-01")).Done();
    }

    private static int? Number(JsonElement line, string name) =>
        line.TryGetProperty(name, out var number) ? number.GetInt32() : null;

    /// <summary>A server of its own with a story told on it, once.</summary>
    public sealed class Site : IAsyncLifetime
    {
        private readonly Lazy<Task<BoardStory>> _story = new(async () =>
            await new BoardStory(await Host.StartAsync(), seed: 20235).TellAsync(360)
        );

        public ValueTask InitializeAsync() => default;

        public async ValueTask DisposeAsync()
        {
            if (_story.IsValueCreated && _story.Value.IsCompletedSuccessfully)
                await (await _story.Value).Server.DisposeAsync();
        }

        internal async Task<Reader> AtAsync(string role, string? unit, string date) =>
            new(await _story.Value, Enum.Parse<Role>(role), unit, date);
    }

    /// <summary>Somebody who reads as of a date, and the recount of what that reader reaches.</summary>
    internal sealed class Reader
    {
        private readonly string _asOf;

        public Reader(BoardStory story, Role role, string? unit, string date)
        {
            Story = story;
            Unit = unit switch
            {
                "top" => story.Top,
                "division" => story.Division,
                "other" => story.Other,
                _ => null,
            };
            var bound = role is Role.Commander or Role.PoliticalOfficer;
            Client = story.Server.As(role, bound ? Unit : null);
            _asOf = string.Join(
                '&',
                new[] { date.Length == 0 ? "" : $"asOf={date}", bound || Unit is null ? "" : $"unit={Unit}" }.Where(x =>
                    x.Length > 0
                )
            );
            var now = DateTimeOffset.UtcNow;
            var until =
                date.Length == 0 ? now
                : date.Contains('T', StringComparison.Ordinal) ? DateTimeOffset.Parse(date, null)
                : DateTimeOffset.Parse($"{date}T23:59:59.999999+08:00", null);
            // A counsellor reaches whoever is under care now.
            var cared = role == Role.Counsellor ? new Recount(story, now, null, _ => true).UnderCare() : null;
            Recount = new Recount(
                story,
                until,
                Unit,
                x =>
                    cared?.ContainsKey(x.Id)
                    ?? (!bound || story.Below(Unit).Contains(story.UnitOn(x.Id, BoardStory.DayOf(now))))
            );
        }

        public BoardStory Story { get; }

        public string? Unit { get; }

        public Client Client { get; }

        public Recount Recount { get; }

        public Task<JsonElement> BoardAsync(string path, string query = "") =>
            ReadAsync($"{path}?{query}{(query.Length > 0 && _asOf.Length > 0 ? "&" : "")}{_asOf}");

        public async Task<JsonElement> ReadAsync(string path) => (await Client.GetAsync(path)).Done().Json;

        /// <summary>All items of a list, which differ.</summary>
        public async Task<List<JsonElement>> ListAsync(string query)
        {
            var items = await Client.AllAsync(
                $"{query}{(query.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=3"
            );
            items.Select(x => x.GetRawText()).Distinct().Count().ShouldBe(items.Count, query);
            return items;
        }

        /// <summary>What a figure lists, which is as much as it says.</summary>
        public async Task<List<JsonElement>> FigureAsync(JsonElement figure)
        {
            var items = await ListAsync(figure.Text("query")!);
            items.Count.ShouldBe(figure.GetProperty("value").GetInt32(), figure.Text("query"));
            return items;
        }

        /// <summary>Lines by key: each lists what it counts, and they count these.</summary>
        public async Task LinesAsync(JsonElement board, string name, IEnumerable<string> counted)
        {
            var expected = counted.CountBy(x => x).ToDictionary();
            foreach (var line in board.GetProperty(name).EnumerateArray())
            {
                (await FigureAsync(line)).Count.ShouldBe(
                    expected.GetValueOrDefault(line.Text("key")!),
                    $"{name} {line.Text("key")}"
                );
                expected.Remove(line.Text("key")!);
            }
            expected.ShouldBeEmpty(name);
        }
    }
}

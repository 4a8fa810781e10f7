using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;
using static Wellbeing.Api.Tests.Bureau;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>Each line stands for itself: what is wrong with one is said of that one, and the rest goes on.</summary>
public sealed class LineTests(Host host)
{
    [Fact]
    public async Task whatever_is_wrong_with_a_line_it_is_named_with_its_number_and_the_rest_goes_on()
    {
        var server = await host.RunAsync();
        var (unit, badge, one) = (Name("U"), Name("P"), Name("c"));
        var nominated = Nominated(one, badge);
        string[] lines =
        [
            Formed(unit),
            "this is not JSON",
            Enrolled(badge, unit),
            "",
            nominated.But("type", "commendation_praised"),
            "   \t ",
            Nominated(Name("c"), "nobody"),
            nominated.But("colour", "blue"),
            Moved(badge, unit),
            Moved(badge, "no-such-unit"),
            nominated.But("key", "k\u0000ey"),
            nominated.Replace("quiet", "qu\0iet", StringComparison.Ordinal),
            new string('x', 2 * 1024 * 1024),
            nominated.But("nominatedOn", "2018-02-30"),
            nominated.But("title", new string('t', 201)),
            nominated.But("stream", "officer/somebody"),
            nominated.But("occurredAt", "2018-03-01T00:00:00"),
            nominated.But("occurredAt", DateTimeOffset.UtcNow.AddDays(1).ToString("O")),
            nominated.But("key", null),
            nominated.But("data", null),
            "[1,2]",
            """{"key":"\ud800"}""",
            nominated + "\r",
            Declined(one).But("occurredAt", "2018-02-01T00:00:00Z"),
            Declined(one),
            Declined(one).But("key", Name("k")),
            Declined(Name("unheard-of")),
            Formed(unit).But("key", Name("k")),
            Formed(unit).But("key", Name("k")).But("stream", $"unit/{Name("k")}"),
            Enrolled(badge, unit).But("key", Name("k")).But("stream", $"officer/{Name("k")}"),
            Nominated(Name("c"), badge),
        ];
        // No newline behind the last line, and one line that is not even UTF-8.
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        bytes = [0xFF, (byte)'\n', .. bytes];

        var answer = await server.ImportAsync(Content(new ByteArrayContent(bytes)), unit);
        answer.Rejected.ShouldBe([
            (1, "bad-input"),
            (3, "malformed-json"),
            (6, "unknown-type"),
            (8, "unknown-officer"),
            (9, "bad-input"),
            (10, "same-unit"),
            (11, "unknown-unit"),
            (12, "bad-input"),
            (13, "malformed-json"),
            (14, "line-too-long"),
            (15, "bad-input"),
            (16, "bad-input"),
            (17, "bad-input"),
            (18, "bad-input"),
            (19, "bad-input"),
            (20, "bad-input"),
            (21, "bad-input"),
            (22, "bad-input"),
            (23, "bad-input"),
            (25, "out-of-order"),
            (27, "already-decided"),
            (28, "unknown-stream"),
            (29, "stream-exists"),
            (30, "unit-code-in-use"),
            (31, "badge-number-in-use"),
        ]);
        answer.Totals.ShouldBe(new(5, 0, 25, 0));
        foreach (var line in answer.Lines.Where(x => x.TryGetProperty("code", out _)))
            line.Text("detail").ShouldNotBeNullOrWhiteSpace();
        answer
            .Lines.Single(x => x.TryGetProperty("line", out var n) && n.GetInt32() == 9)
            .Text("detail")!
            .ShouldContain("colour");

        var again = await server.ImportAsync(Content(new ByteArrayContent(bytes)), unit);
        again.Totals.ShouldBe(new(0, 5, 25, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\r\n")]
    public async Task an_empty_file_is_an_import_of_nothing(string file)
    {
        var server = await host.RunAsync();
        (await server.ImportAsync(file)).Totals.ShouldBe(new(0, 0, 0, 0));
        (await server.ImportAsync(Gzip(Packed(file)))).Totals.ShouldBe(new(0, 0, 0, 0));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\u0000")]
    public async Task an_officer_named_by_what_is_no_text_is_one_bad_line_and_the_rest_goes_on(string number)
    {
        var server = await host.RunAsync();
        var (unit, badge) = (Name("U"), Name("P"));
        var named = Moved(badge, unit).Replace(badge, number, StringComparison.Ordinal);

        var answer = await server.ImportAsync(Content(new StringContent($"{named}\n{Formed(unit)}")), unit);

        answer.Rejected.ShouldBe([(1, "bad-input")]);
        answer.Totals.ShouldBe(new(1, 0, 1, 0));
    }

    [Fact]
    public async Task a_line_that_comes_again_in_another_normal_form_is_a_duplicate_and_its_text_is_stored_in_nfc()
    {
        var server = await host.RunAsync();
        var unit = Name("U");
        var line = Formed(unit).But("name", "caf\u00e9");
        var apart = Formed(unit).But("name", "cafe\u0301");

        (await server.ImportAsync(Content(apart), unit)).Totals.ShouldBe(new(1, 0, 0, 0));
        (await server.ImportAsync(Content(line), unit)).Totals.ShouldBe(new(0, 1, 0, 0));

        var stored = await server.Administrator().GetAsync($"units/{unit}");
        stored.Done().Json.Text("name").ShouldBe("caf\u00e9");
    }

    [Fact]
    public async Task an_officer_named_twice_on_one_line_is_refused_by_name()
    {
        var server = await host.RunAsync();
        var (unit, badge) = (Name("U"), Name("P"));
        var twice = Moved(badge, unit)
            .Replace("\"data\":{", $"\"data\":{{\"badgeNumber\":\"{badge}\",", StringComparison.Ordinal);

        var answer = await server.ImportAsync(Content(twice), unit);

        answer.Rejected.ShouldBe([(1, "bad-input")]);
        answer.Lines.Single(x => x.TryGetProperty("code", out _)).Text("detail")!.ShouldContain("data.badgeNumber");
    }

    [Theory]
    [InlineData("facility_withdrawn", "facility/1")]
    [InlineData("talk_held", "talk/1")]
    [InlineData("warning_raised", "warning/1")]
    public async Task a_field_whose_name_is_no_text_is_one_bad_line_and_the_rest_goes_on(string type, string stream)
    {
        var server = await host.RunAsync();
        var (key, unit) = (Name("k"), Name("U"));
        var line =
            $$$"""{"key":"{{{key}}}","stream":"{{{stream}}}","type":"{{{type}}}","occurredAt":"2020-01-01T00:00:00Z","actor":"a","data":{"\udc00\ud800":1}}""";

        var answer = await server.ImportAsync(Content(new StringContent($"{line}\n{Formed(unit)}")), unit);

        answer.Rejected.ShouldBe([(1, "bad-input")]);
        answer.Totals.ShouldBe(new(1, 0, 1, 0));
    }

    [Fact]
    public async Task several_gzip_members_in_a_row_are_one_file()
    {
        var server = await host.RunAsync();
        var (unit, other) = (Name("U"), Name("U"));
        byte[] packed = [.. Packed(Formed(unit)[..20]), .. Packed(Formed(unit)[20..] + "\n"), .. Packed(Formed(other))];
        (await server.ImportAsync(Gzip(packed))).Totals.ShouldBe(new(2, 0, 0, 0));
    }

    [Theory]
    [InlineData("application/json", "")]
    [InlineData("application/x-ndjson", "br")]
    public async Task a_body_of_another_kind_is_415(string type, string encoding)
    {
        var server = await host.RunAsync();
        var content = Content("");
        content.Headers.ContentType = new(type);
        if (encoding.Length > 0)
            content.Headers.ContentEncoding.Add(encoding);
        (await server.Integrator().SendAsync(HttpMethod.Post, Lines.Path("x"), content)).Refused(
            415,
            "unsupported-media-type"
        );
    }

    [Fact]
    public async Task a_collective_is_nominated_with_all_who_serve_below_it_those_of_the_same_import_too()
    {
        var server = await host.RunAsync();
        var (unit, below, name) = (Name("U"), Name("U"), Name("c"));
        var (one, two, gone) = (Name("P"), Name("P"), Name("P"));
        var answer = await server.ImportAsync(
            Text(
                Formed(unit),
                Formed(below, unit),
                Enrolled(one, unit),
                Enrolled(two, unit),
                Moved(two, below),
                Enrolled(gone, unit),
                Line(
                    $"{gone}-left",
                    $"officer/{gone}",
                    "officer_departed",
                    "2015-01-01T00:00:00Z",
                    new
                    {
                        kind = "retired",
                        departedOn = "2015-01-01",
                        reason = "Age",
                    }
                ),
                NominatedUnit(name, unit)
            ),
            unit
        );
        answer.Totals.ShouldBe(new(8, 0, 0, 0));
        var named = await server.Database.ListAsync<string>(
            "SELECT i.badge_number FROM readmodels.history h JOIN identities.officers i USING (officer_id) "
                + "WHERE h.entry ->> 'type' = 'commendation_nominated' AND i.badge_number = ANY ($1) ORDER BY 1",
            (object)new[] { one, two, gone }
        );
        named.ShouldBe([one, two]);
    }

    [Fact]
    public async Task a_decline_seals_its_reason_though_nothing_of_the_nomination_had_to_be_sealed()
    {
        var server = await host.RunAsync();
        var (unit, badge, name) = (Name("U"), Name("P"), Name("c"));
        var lines = Text(Formed(unit), Enrolled(badge, unit));
        var course = Text(Nominated(name, badge, citation: null), Declined(name));
        (await server.ImportAsync(lines + course, unit)).Totals.ShouldBe(new(4, 0, 0, 0));

        var later = Text(Nominated(name + "b", badge, citation: null), Declined(name + "b"));
        (await server.ImportAsync(later, unit)).Totals.ShouldBe(new(2, 0, 0, 0));
    }

    [Fact]
    public async Task an_officer_who_came_by_a_post_is_known_to_a_source_by_the_badge_number_and_then_by_its_own_key()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (there, back) = (await server.UnitAsync(), officer.Unit);
        var moved = Moved(officer.Badge, there, "2016-01-01");
        var unnamed = Moved(officer.Badge, back, "2017-01-01").Replace($"\"badgeNumber\":\"{officer.Badge}\",", "");

        (await server.ImportAsync(Text(unnamed), there)).Rejected.ShouldBe([(1, "unknown-officer")]);
        (await server.ImportAsync(Text(moved), there)).Totals.ShouldBe(new(1, 0, 0, 0));
        (await server.ImportAsync(Text(unnamed), there)).Totals.ShouldBe(new(1, 0, 0, 0));
        var history = (await server.As(Role.Auditor).GetAsync($"officers/{officer.Id}/history")).Json.GetProperty(
            "items"
        );
        history
            .EnumerateArray()
            .Select(x => x.Text("type"))
            .ShouldBe(["officer_enrolled", "officer_transferred", "officer_transferred"]);
    }

    [Fact]
    public async Task who_recorded_it_and_who_did_it_are_both_stored_and_it_is_historical()
    {
        var server = await host.RunAsync();
        var unit = Name("U");
        await server.ImportAsync(Text(Formed(unit)), unit);
        var stored = await server.Database.AskAsync<string>(
            "SELECT concat_ws('|', user_name, headers ->> 'recordedBy', headers ->> 'historical', headers ->> 'occurredAt', "
                + "length(correlation_id)) FROM events.mt_events WHERE data ->> 'unitCode' = $1",
            unit
        );
        stored.ShouldBe("source:records-office|development-integrator|true|2000-01-01T00:00:00Z|32");
    }

    [Fact]
    public async Task a_client_that_reads_nothing_before_it_has_sent_everything_does_not_wait_for_ever()
    {
        const int lines = 200_000;
        // What it leaves unread is to be more than a connection holds.
        await using var server = await Host.StartAsync(null, ("Limits:Imports:Rejections", $"{lines + 1}"));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await using var stream = socket.GetStream();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var line = Formed("x").But("type", "no_such_type") + "\n";
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, lines)));
        // By HTTP/1.0 an answer has no chunks, whose borders would fall inside a line.
        var head =
            $"POST /api/v1/imports HTTP/1.0\r\nHost: here\r\nAuthorization: Bearer {server.Token(Role.Integrator)}\r\n"
            + $"Content-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), deadline.Token);
        await stream.WriteAsync(body, deadline.Token);

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(deadline.Token);
        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain($"{{\"accepted\":0,\"duplicates\":0,\"rejected\":{lines},\"findings\":0}}");
    }
}

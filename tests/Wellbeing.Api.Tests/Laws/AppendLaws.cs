using System.Globalization;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What holds for every endpoint that puts something on record.</summary>
[Collection("one bureau")]
public sealed class AppendLaws(Host host)
{
    public static TheoryData<string> Every => [.. Matrix.All.Where(x => x.Appends).Select(x => x.Endpoint)];
    public static TheoryData<string> Dated => [.. Matrix.All.Where(x => x.Dated).Select(x => x.Endpoint)];
    public static TheoryData<string> Continuing => [.. Matrix.All.Where(x => x.Continues).Select(x => x.Endpoint)];
    public static TheoryData<string> DatedContinuing =>
        [.. Matrix.All.Where(x => x.Continues && x.Dated).Select(x => x.Endpoint)];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task the_answer_names_the_stream_its_version_the_event_and_when_it_was_stored(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var reply = await AskAsync(server, row, sample);

        var stream = Bureau.IdOf(reply);
        var version = reply.Json.GetProperty("version").GetInt64();
        reply.Headers.ETag!.Tag.ShouldBe($"\"{version}\"");
        reply.Json.EnumerateObject().Select(x => x.Name).ShouldBe(["id", "version", "events", "recordedAt"]);
        var stored = await server.Database.AskAsync<string>(
            "SELECT concat_ws('|', type, version, to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')) "
                + "FROM events.mt_events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1",
            stream
        );
        var at = reply.Json.GetProperty("recordedAt").GetDateTimeOffset();
        stored.ShouldBe(
            $"{reply.Json.GetProperty("events")[0]}|{version}|{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff}"
        );
        at.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        if (!row.Continues)
            reply.Headers.Location!.ToString().ShouldStartWith(row.Endpoint.Split(' ')[1]);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task who_did_it_when_it_happened_and_what_it_belongs_to_are_stored_beside_it(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var trace = Guid.NewGuid().ToString("N");
        var caller = server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0]), sub: "somebody-7");
        var at = DateTimeOffset.UtcNow.AddSeconds(-5);
        var own = OwnTime.Of(sample.Body);
        var reply = await EndpointLaws.AskAsync(
            caller,
            row,
            sample.Path,
            row.Dated && own is null ? EndpointLaws.With(sample.Body, "occurredAt", at.ToString("O")) : sample.Body,
            ("traceparent", $"00-{trace}-00f067aa0ba902b7-01")
        );
        reply.Status.ShouldBe(EndpointLaws.Success(row), reply.Text);

        var stored = await server.Database.AskAsync<string>(
            "SELECT concat_ws('|', user_name, correlation_id, headers ->> 'occurredAt', headers ->> 'historical') "
                + "FROM events.mt_events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1",
            Bureau.IdOf(reply)
        );
        var parts = stored.Split('|');
        parts[..2].ShouldBe(["somebody-7", trace]);
        parts.Length.ShouldBe(3);
        if (own is { } when)
            Database
                .Calendar.DayOf(DateTimeOffset.Parse(parts[2], CultureInfo.InvariantCulture))
                .ShouldBe(when.Day ?? Database.Calendar.DayOf(when.At!.Value));
        else if (row.Dated)
            parts[2].ShouldBe(Domain.Histories.Instants.Text(at));
        else
            DateTimeOffset
                .Parse(parts[2], CultureInfo.InvariantCulture)
                .ShouldBeInRange(at.AddSeconds(5), reply.Json.GetProperty("recordedAt").GetDateTimeOffset());
    }

    [Theory]
    [MemberData(nameof(Continuing))]
    public async Task when_the_stream_has_moved_on_it_is_412_and_nothing_is_stored(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var late = Bureau.Name("late");
        var caller = server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0]), sub: late);
        foreach (var tag in new[] { "\"9999\"", "W/\"1\"", "\"something\"" })
            (await EndpointLaws.AskAsync(caller, row, sample.Path, sample.Body, ("If-Match", tag))).Refused(
                412,
                "stale-version"
            );
        (
            await server.Database.AskAsync<long>("SELECT count(*) FROM events.mt_events WHERE user_name = $1", late)
        ).ShouldBe(0);
        if (!row.Shared)
            (await AskAsync(server, row, sample, ("If-Match", "\"99\", \"1\", \"2\", \"3\""))).Done();
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task the_same_key_and_body_again_gives_the_first_answer_again_and_one_event(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await AskAsync(server, row, sample, key);
        // Even where it would be stale, or refused, by now.
        var again = await AskAsync(server, row, sample, key, ("If-Match", "\"99\""));

        first.Status.ShouldBe(EndpointLaws.Success(row), first.Text);
        Told(again).ShouldBe(Told(first));
        var events = await server.Database.ListAsync<long>(
            "SELECT version FROM events.mt_events WHERE stream_id = $1 ORDER BY version",
            Bureau.IdOf(first)
        );
        events.ShouldBe(Enumerable.Range(1, first.Json.GetProperty("version").GetInt32()).Select(x => (long)x));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task the_same_key_with_another_body_is_422_and_a_key_of_somebody_else_is_another_one(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        (await AskAsync(server, row, sample, key)).Status.ShouldBe(EndpointLaws.Success(row));
        (await AskAsync(server, row, sample with { Body = Another(row, sample.Body!) }, key)).Refused(
            422,
            "key-reused"
        );

        var another = await row.SampleAsync(server);
        var caller = server.As(row.May[0], another.Unit, another.BadgeOf(row.May[0]), sub: "somebody-else");
        var reply = await EndpointLaws.AskAsync(caller, row, another.Path, another.Body, key);
        reply.Status.ShouldBe(EndpointLaws.Success(row), reply.Text);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task when_the_same_request_comes_many_times_at_once_it_happens_once(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AskAsync(server, row, sample, key)));

        var done = replies.Where(x => (int)x.Status < 300).ToList();
        done.ShouldNotBeEmpty();
        done.Select(Told).Distinct().Count().ShouldBe(1);
        foreach (var busy in replies.Except(done))
            busy.Refused(409, "key-in-flight").Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Dated))]
    public async Task a_time_more_than_five_minutes_ahead_is_400(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var ahead = EndpointLaws.With(sample.Body, "occurredAt", DateTimeOffset.UtcNow.AddMinutes(6).ToString("O"));
        (await AskAsync(server, row, sample with { Body = ahead }))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(x => x.Name)
            .ShouldBe(["occurredAt"]);
    }

    [Theory]
    [MemberData(nameof(DatedContinuing))]
    public async Task a_time_before_the_streams_last_event_is_409(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var early = EndpointLaws.With(sample.Body, "occurredAt", "1990-01-01T00:00:00+08:00");
        var reply = await AskAsync(server, row, sample with { Body = early });
        // What has a day of its own happened on that day, whatever else is stated; what can be ordered would have been ordered then.
        if (OwnTime.Of(sample.Body) is null || reply.Code == "out-of-order")
            reply.Refused(409, "out-of-order");
        else
            reply
                .Refused(400, "bad-input")
                .Json.GetProperty("errors")
                .EnumerateObject()
                .Select(x => x.Name)
                .ShouldBe(["occurredAt"]);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task faults_are_named_in_the_contracts_order(string endpoint)
    {
        var (server, row, sample) = await SetAsync(endpoint);
        var wrong = sample with { Body = EndpointLaws.With(sample.Body, "nonsense") };
        (await AskAsync(server, row, wrong, ("If-Match", "\"99\""))).Refused(400, "bad-input");
        (await AskAsync(server, row, wrong, ("If-Match", "nonsense")))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(x => x.Name)
            .ShouldBe(["nonsense", "If-Match"], ignoreOrder: true);
        if (row.Names)
            (await AskAsync(server, row, wrong with { Path = row.Unknown })).Refused(404, "not-found");
    }

    private async Task<(Host.Running, Row, Sample)> SetAsync(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), EndpointLaws.Of(endpoint));
        return (server, row, await row.SampleAsync(server));
    }

    private static Task<Reply> AskAsync(
        Host.Running server,
        Row row,
        Sample sample,
        params (string Name, string Value)[] headers
    ) =>
        EndpointLaws.AskAsync(
            server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0])),
            row,
            sample.Path,
            sample.Body,
            headers
        );

    /// <summary>Another body that is right as well: of another time, or where it has none, with other words at its end.</summary>
    private static string Another(Row row, object body) =>
        row.Dated
            ? EndpointLaws.With(body, "occurredAt", Long.Ago)
            : EndpointLaws.With(body, JsonNode.Parse(Client.TextOf(body))!.AsObject().Last().Key, "Other words.");

    private static string Told(Reply reply) =>
        $"{reply.Status}|{reply.Text}|{reply.Headers.ETag}|{reply.Headers.Location}|{reply.ContentHeaders.ContentType}";
}

using System.Diagnostics;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Bodies that do not come, or drop by drop, at every endpoint that takes one.</summary>
public sealed class BodyDeadlineTests : IAsyncLifetime
{
    private Host.Running? _server;

    private Host.Running Server => _server!;

    public async ValueTask InitializeAsync() =>
        _server = await Host.StartAsync(
            null,
            ("Limits:Bodies:IdleSeconds", "5"),
            ("Limits:Bodies:TotalSeconds", "8"),
            ("Limits:Imports:IdleSeconds", "5"),
            ("Limits:Imports:PerCaller", "2")
        );

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    [Fact]
    public async Task a_post_of_any_kind_that_sends_its_headers_alone_holds_no_connection_and_ends_with_408()
    {
        var posts = Matrix.All.Where(x => x.Method == HttpMethod.Post).ToList();
        using var pool = new Pool(Server.Database.Name);
        var idle = new List<(string Endpoint, Wire Wire)>();
        foreach (var row in posts)
            idle.Add((row.Endpoint, await SendAsync(row)));

        var held = await pool.HeldAsync();
        idle.Where(x => x.Wire.HasAnswer).Select(x => x.Endpoint).ShouldBeEmpty("answered before anything was late");

        foreach (var (endpoint, wire) in idle)
        {
            (await wire.StatusAsync()).ShouldBe(408, endpoint);
            (await wire.AnswerAsync()).ShouldContain("/problems/request-timeout", customMessage: endpoint);
            wire.Dispose();
        }
        held.ShouldBeLessThanOrEqualTo(await pool.HeldAsync());
    }

    [Fact]
    public async Task a_body_that_comes_drop_by_drop_is_408_by_the_deadline_and_not_503()
    {
        var row = Matrix.All.Single(x => x.Endpoint == "POST /api/v1/units");
        using var slow = await SendAsync(row);
        var started = Stopwatch.GetTimestamp();
        while (!slow.HasAnswer && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(50))
        {
            // Faster than the least rate.
            await slow.SendChunkAsync(new byte[400]);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
        (await slow.StatusAsync()).ShouldBe(408);
    }

    [Fact]
    public async Task whoever_may_not_send_a_body_is_refused_before_it_comes()
    {
        foreach (
            var (request, token, status) in new[]
            {
                ("POST /api/v1/units", null, 401),
                ("POST /api/v1/imports", null, 401),
                ("POST /api/v1/units", Server.Token(Role.Officer), 403),
                ("POST /nothing", null, 404),
                ("PUT /api/v1/units", Server.Token(Role.Administrator), 405),
            }
        )
        {
            using var wire = await Wire.SendAsync(
                Server.Address,
                request,
                token,
                ("Content-Type", "application/json"),
                ("Content-Length", "1000000")
            );
            (await wire.StatusAsync()).ShouldBe(status, request);
        }
    }

    [Theory]
    [InlineData("application/json", "gzip")]
    [InlineData("application/json", "br")]
    [InlineData("multipart/form-data; boundary=x", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    public async Task a_body_that_is_packed_or_in_parts_is_415_unread(string type, string? encoding)
    {
        using var wire = await Wire.SendAsync(
            Server.Address,
            "POST /api/v1/units",
            Server.Token(Role.Administrator),
            [
                ("Content-Type", type),
                ("Content-Length", "1000000"),
                .. encoding is null ? [] : new[] { ("Content-Encoding", encoding) },
            ]
        );
        (await wire.StatusAsync()).ShouldBe(415);
    }

    [Fact]
    public async Task when_a_caller_has_many_requests_in_flight_others_are_served_and_the_caller_waits()
    {
        await using var server = await Host.StartAsync(
            null,
            ("Limits:Requests:PerCaller", "4"),
            ("Limits:Bodies:IdleSeconds", "5")
        );
        var held = new List<Wire>();
        for (var i = 0; i < 300; i++)
            held.Add(
                await Wire.SendAsync(
                    server.Address,
                    "POST /api/v1/units",
                    server.Token(Role.Administrator, sub: "greedy"),
                    ("Content-Type", "application/json"),
                    ("Content-Length", "1000000")
                )
            );
        await server.UnitAsync();
        // 4 run, 256 wait, and the rest are answered 429.
        await Until.TrueAsync(() => Task.FromResult(held.Count(x => x.HasAnswer) >= 40));
        foreach (var wire in held.Where(x => x.HasAnswer).Take(40))
            (await wire.StatusAsync()).ShouldBeOneOf(408, 429);
        held.ForEach(x => x.Dispose());
    }

    private Task<Wire> SendAsync(Row row) =>
        Wire.SendAsync(
            Server.Address,
            $"POST {row.Unknown}",
            Server.Token(row.May[0], "U1", "P1"),
            (
                "Content-Type",
                row.Endpoint.EndsWith("/imports", StringComparison.Ordinal)
                    ? "application/x-ndjson"
                    : "application/json"
            ),
            ("Transfer-Encoding", "chunked")
        );
}

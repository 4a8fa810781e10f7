using System.Text;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Uploads that begin and send nothing, or stop: nobody else notices, and they end.</summary>
public sealed class IdleUploadTests
{
    private static readonly (string, string)[] Lines =
    [
        ("Content-Type", "application/x-ndjson"),
        ("Transfer-Encoding", "chunked"),
    ];

    [Fact]
    public async Task when_sixty_uploads_send_nothing_others_are_served_meanwhile_and_each_upload_ends_with_408_or_429()
    {
        await using var server = await StartAsync();
        using var pool = new Pool(server.Database.Name);
        var uploads = new List<Wire>();
        for (var i = 0; i < 60; i++)
            uploads.Add(await SendAsync(server, "/api/v1/imports", $"source-{i % 30}"));

        for (var i = 0; i < 10; i++)
            await server.UnitAsync();
        var held = await pool.HeldAsync();

        var answers = await Task.WhenAll(uploads.Select(x => x.AnswerAsync()));
        answers.Count(x => x.StartsWith("HTTP/1.1 408", StringComparison.Ordinal)).ShouldBe(4);
        var refused = answers.Where(x => x.StartsWith("HTTP/1.1 429", StringComparison.Ordinal)).ToList();
        refused.Count.ShouldBe(56);
        refused.ShouldAllBe(x => x.Contains("\r\nRetry-After: ") && x.Contains("/problems/too-many-at-once"));
        uploads.ForEach(x => x.Dispose());
        held.ShouldBeLessThanOrEqualTo(await pool.HeldAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task when_an_upload_stops_half_way_it_ends_and_says_so_and_what_came_before_is_taken_in(bool dryRun)
    {
        await using var server = await StartAsync();
        var unit = Bureau.Name("half");
        using var upload = await SendAsync(server, $"/api/v1/imports?dryRun={(dryRun ? "true" : "false")}", "source");
        await upload.SendChunkAsync(Encoding.UTF8.GetBytes(Imports.Lines.Formed(unit) + "\n{\"key\":"));

        var answer = await upload.AnswerAsync();

        answer.ShouldStartWith("HTTP/1.1 200");
        answer.ShouldContain("\"accepted\":1");
        answer.ShouldContain("""{"failed":"import-idle","line":2,"limit":3,""");
        answer.TrimEnd('\r', '\n', '0').TrimEnd().ShouldEndWith("}");
        answer.ShouldNotContain("\n{\"accepted\"");
        var there = (await server.Administrator().GetAsync($"units/{unit}")).Status;
        ((int)there).ShouldBe(dryRun ? 404 : 200);
        if (!dryRun)
            (await server.ImportAsync(Imports.Lines.Formed(unit), "import")).Totals.ShouldBe(new(0, 1, 0, 0));
    }

    [Fact]
    public async Task while_a_sender_pauses_behind_a_batch_its_import_holds_no_connection()
    {
        await using var server = await StartAsync(("Limits:Imports:IdleSeconds", "60"));
        using var pool = new Pool(server.Database.Name);
        var unit = Bureau.Name("paused");
        using var upload = await SendAsync(server, "/api/v1/imports", "source");
        var many = string.Concat(Enumerable.Range(0, 1500).Select(i => Imports.Lines.Formed($"{unit}-{i}") + "\n"));
        await upload.SendChunkAsync(Encoding.UTF8.GetBytes(many));

        await Until.TrueAsync(async () =>
            (int)(await server.Administrator().GetAsync($"units/{unit}-0")).Status == 200
        );
        var held = await pool.HeldAsync();

        await upload.SendAsync("0\r\n\r\n"u8.ToArray());
        (await upload.AnswerAsync()).ShouldContain("""{"accepted":1500,"duplicates":0,"rejected":0,"findings":0}""");
        held.ShouldBeLessThanOrEqualTo(await pool.HeldAsync());
    }

    [Fact]
    public async Task a_caller_has_one_dry_run_at_once_and_imports_beside_it()
    {
        await using var server = await StartAsync(("Limits:DryRuns:IdleSeconds", "60"));
        using var dry = await SendAsync(server, "/api/v1/imports?dryRun=true", "source");
        await dry.SendChunkAsync("\n"u8.ToArray());
        await Until.TrueAsync(async () =>
        {
            using var second = await SendAsync(server, "/api/v1/imports?dryRun=true", "source");
            await second.SendAsync("0\r\n\r\n"u8.ToArray());
            return await second.StatusAsync() == 429;
        });
        using var wet = await SendAsync(server, "/api/v1/imports", "source");
        await wet.SendAsync("0\r\n\r\n"u8.ToArray());
        (await wet.StatusAsync()).ShouldBe(200);
        await dry.SendAsync("0\r\n\r\n"u8.ToArray());
        (await dry.StatusAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task when_the_database_is_away_an_import_is_503_before_it_begins()
    {
        await using var server = await StartAsync();
        await server.Database.TakeAwayAsync();
        (
            await server
                .Integrator()
                .SendAsync(HttpMethod.Post, "imports", Imports.Lines.Content(Imports.Lines.Formed("A")))
        ).Refused(503, "unavailable");
    }

    private static Task<Wire> SendAsync(Host.Running server, string path, string sub) =>
        Wire.SendAsync(server.Address, $"POST {path}", server.Token(Role.Integrator, sub: sub), Lines);

    /// <summary>A server with few connections, whose senders have little time.</summary>
    private static Task<Host.Running> StartAsync(params (string, string)[] changed) =>
        Host.OnNewAsync(
            (database, folder) =>
                Host.NodeAsync(
                    database,
                    folder,
                    owns: true,
                    null,
                    [
                        (
                            "ConnectionStrings:Wellbeing",
                            new NpgsqlConnectionStringBuilder(database.Settings["ConnectionStrings:Wellbeing"])
                            {
                                MaxPoolSize = 20,
                            }.ConnectionString
                        ),
                        ("Limits:Imports:PerCaller", "2"),
                        ("Limits:Imports:InAll", "4"),
                        ("Limits:DryRuns:PerCaller", "1"),
                        ("Limits:Imports:IdleSeconds", "3"),
                        ("Limits:DryRuns:IdleSeconds", "3"),
                        .. changed,
                    ]
                )
        );
}

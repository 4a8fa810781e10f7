using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Rivals;
using Wellbeing.Benchmarks.Running;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Benchmarks;

/// <summary>What the ledger costs a POST, how fast it catches up, and how soon and how cheaply it proves.</summary>
internal static class LedgerBenchmark
{
    private const int Officers = 2000;
    private const int Created = 201;
    private const int FewestRounds = 11;

    // The more turns, the less a machine that is faster now and slower then tells on their medians.
    private const int Posts = 61;
    private const int Million = 1_000_000;
    private const int Asked = 300;

    // Microseconds for an event. The requirement is one of the two: the ratios of a POST, or this.
    private const double MostCpu = 25;
    private const string SequencerName = "sequencer";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    // Some passes of the sequencer.
    private static readonly TimeSpan Post = TimeSpan.FromSeconds(2.5);

    // Until the path is compiled for good: compiling takes more of the CPU than what is to be measured.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    // Under load the sequencer passes about once a second, and what runs once a pass is compiled for good after sixty.
    private static readonly TimeSpan LongWarmUp = TimeSpan.FromSeconds(90);

    public static async Task RunAsync(Settings settings, Report report)
    {
        var held = await PostAsync(settings, report);
        await SequenceAsync(settings, report, held ? null : MostCpu);
        Authenticate(report);
        await CatchUpAsync(settings, report);
        await ProveAsync(settings, report);
        await LagAsync(settings, report);
    }

    /// <summary>One server, of which the sequencer is stopped in every other turn; between turns it catches up.</summary>
    /// <returns>Whether a POST has the speed that it must have.</returns>
    private static async Task<bool> PostAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var server = await installation.StartRivalAsync("switched", installation.Application);
        var talks = await TalksAsync(installation, server, token);
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var connections in (int[])[32, 8])
            await Load.PerSecondAsync(server.Address, connections, WarmUp, talks, Created);
        var series = await Rounds.RunAsync(
            Math.Max(settings.Rounds, Posts),
            With("with the sequencer, 8", 8),
            Without("without, 8", 8),
            With("with the sequencer, 32", 32),
            Without("without, 32", 32)
        );
        return Compare(8, series[0], series[1]) & Compare(32, series[2], series[3]);

        bool Compare(int connections, Series with, Series without) =>
            report.RatioByRound(
                $"POST of a talk with the sequencer against without, {connections} connections",
                with,
                without,
                0.95,
                1.0
            );

        Side With(string name, int connections) => new(name, "/s", () => TurnAsync(connections));

        Side Without(string name, int connections) =>
            new(
                name,
                "/s",
                async () =>
                {
                    await SwitchAsync(PartOfProduct.Stop);
                    var rate = await PostingAsync(connections);
                    await SwitchAsync(PartOfProduct.Start);
                    await CaughtUpAsync(installation);
                    return rate;
                }
            );

        async Task<double> TurnAsync(int connections)
        {
            var rate = await PostingAsync(connections);
            await CaughtUpAsync(installation);
            return rate;
        }

        Task<double> PostingAsync(int connections) =>
            Load.PerSecondAsync(server.Address, connections, Post, talks, Created);

        async Task SwitchAsync(string path)
        {
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content: null);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Until every event has its leaf, and the tree of them is signed.</summary>
    private static Task CaughtUpAsync(Installation installation) =>
        Waiting.ForAsync(async () =>
            (
                await installation.QueryAsync<bool>(
                    """
                    SELECT watermark >= (SELECT max(seq_id) FROM events.mt_events)
                      AND coalesce(split_part(checkpoint, E'\n', 2) = size::text, false)
                    FROM ledger.head
                    """
                )
            )[0]
        );

    /// <summary>
    /// Microseconds of CPU that the sequencer takes for an event while talks are posted, with its share of PostgreSQL: in a
    /// process of its own, since beside a POST what it takes is less than what one POST differs from the next. What another
    /// process that does nothing takes meanwhile is not the sequencer's.
    /// </summary>
    private static async Task SequenceAsync(Settings settings, Report report, double? limit)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var posting = await installation.StartRivalAsync("unledgered", installation.Application);
        await using var sequencing = await AloneAsync(SequencerName);
        await using var bystander = await AloneAsync("bystander");
        var talks = await TalksAsync(installation, posting, token);
        await Load.PerSecondAsync(posting.Address, 8, LongWarmUp, talks, Created);
        int[] processes = [sequencing.Id, await BackendAsync(installation)];
        var used = await Rounds.RunAsync(
            Math.Max(settings.Rounds, FewestRounds),
            new Side("at 8 connections", "µs CPU", () => CpuAsync(8)),
            new Side("at 32 connections", "µs CPU", () => CpuAsync(32))
        );
        foreach (var each in used)
            report.AtMost($"CPU of the sequencer and its backend for an event of a POST, {each.Name}", each, limit);

        Task<ServerProcess> AloneAsync(string name) =>
            installation.StartRivalAsync(
                name,
                $"{installation.Application};Application Name={name}",
                // Threads of a server that is posted to do not wait for work in a loop; of these processes they would.
                ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0")
            );

        async Task<double> CpuAsync(int connections)
        {
            var (before, size) = (Used(), await SizeAsync(installation));
            await Load.PerSecondAsync(posting.Address, connections, Turn, talks, Created);
            // The last pass belongs to it as well.
            await CaughtUpAsync(installation);
            return (Used() - before) / (await SizeAsync(installation) - size);
        }

        double Used() => Cpu.Used(processes) - Cpu.Used([bystander.Id]);
    }

    /// <summary>The sequencer's one connection; others that were opened at the start are closed in time.</summary>
    private static async Task<int> BackendAsync(Installation installation)
    {
        List<int> backends = [];
        // Between its statements the last one may be the end of a transaction.
        await Waiting.ForAsync(async () =>
        {
            backends = await installation.QueryAsync<int>(
                $"SELECT pid FROM pg_stat_activity WHERE application_name = '{SequencerName}' AND query LIKE '%ledger.%'"
            );
            return backends.Count > 0;
        });
        return backends.Single();
    }

    private static async Task<List<byte[]>> TalksAsync(Installation installation, ServerProcess server, string token)
    {
        await Force.ImportOfficersAsync(Officers, server.Address, token);
        var officers = await installation.QueryAsync<Guid>("SELECT id FROM readmodels.mt_doc_officer");
        return officers.ConvertAll(id => Load.Post("/api/v1/talks", token, SealBenchmark.Body(id)));
    }

    /// <summary>The part of a POST that both sides above have: the authentication code.</summary>
    private static void Authenticate(Report report)
    {
        const int times = 100_000;
        var (leaf, key, code) = (new EventLeaf(), new KeyedHash(new byte[32]), new byte[32]);
        var stored = new LedgerEvent(
            0,
            Guid.NewGuid(),
            Guid.NewGuid(),
            1,
            Encoding.UTF8.GetBytes(SealBenchmark.Body(Guid.NewGuid())),
            "talk_held",
            1,
            """{"occurredAt":"2024-05-06T01:30:00Z","role":"integrator"}"""u8.ToArray(),
            "somebody",
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))
        );
        for (var i = 0; i < times; i++)
            leaf.Authenticate(stored, key, code);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            leaf.Authenticate(stored, key, code);
        var took = Stopwatch.GetElapsedTime(started).TotalMicroseconds / times;
        report.Note(
            string.Create(CultureInfo.InvariantCulture, $"authentication code of an event: {took:0.0} µs of CPU")
        );
    }

    private static async Task CatchUpAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        long events;
        await using (var bare = await installation.StartRivalAsync("unledgered", installation.Application))
            (events, _) = await Force.ImportAsync(settings, bare.Address, token);
        await using var server = await installation.StartAsync();
        var started = Stopwatch.GetTimestamp();
        // A part may be done by the time that the server says it is ready: the rest is what is timed.
        var done = await SizeAsync(installation);
        var rest = events - done;
        await Waiting.ForAsync(async () => await SizeAsync(installation) >= events);
        var rate = rest / Stopwatch.GetElapsedTime(started).TotalSeconds;
        report.AtLeast("sequencing when catching up, events/s", rate, 20_000);
    }

    private static async Task<long> SizeAsync(Installation installation) =>
        (await installation.QueryAsync<long>("SELECT size FROM ledger.head"))[0];

    private static async Task ProveAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        await FillAsync(installation, settings);
        var token = await installation.TokenAsync("auditor");
        await using var server = await installation.StartAsync();
        await Waiting.ForAsync(async () =>
            (await installation.QueryAsync<bool>("SELECT checkpoint IS NOT NULL FROM ledger.head"))[0]
        );
        using var socket = new HttpSocket();
        await socket.ConnectAsync(server.Address, CancellationToken.None);
        var random = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < Asked * 2; i++)
        {
            var request = Load.Get($"/api/v1/audit/proofs/{random.Next(1, Million)}", token);
            var started = Stopwatch.GetTimestamp();
            if (await socket.SendAsync(request, CancellationToken.None) != 200)
                throw new InvalidOperationException("A proof was refused: " + socket.Answer);
            if (i >= Asked)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        report.Percentiles("inclusion proof at 10^6 leaves over HTTP, ms", times, 5);
    }

    /// <summary>A ledger of a million leaves of nothing: a proof reads no events.</summary>
    private static async Task FillAsync(Installation installation, Settings settings)
    {
        var tree = new LedgerTree();
        var tiles = new List<(MerkleTile Tile, byte[] Hashes, byte[] Root)>();
        await using var database = await settings.Cluster.ConnectAsync(installation.Database);
        await using (
            var copy = await database.BeginBinaryImportAsync(
                "COPY ledger.leaves (leaf, seq_id, hash) FROM STDIN (FORMAT BINARY)"
            )
        )
        {
            var hash = new byte[32];
            for (long leaf = 0; leaf < Million; leaf++)
            {
                SHA256.HashData(BitConverter.GetBytes(leaf), hash);
                await copy.StartRowAsync();
                await copy.WriteAsync(leaf, NpgsqlDbType.Bigint);
                await copy.WriteAsync(leaf + 1, NpgsqlDbType.Bigint);
                await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
                tree.Append(hash, (tile, hashes, root) => tiles.Add((tile, hashes, root)));
            }
            await copy.CompleteAsync();
        }
        await using (
            var copy = await database.BeginBinaryImportAsync(
                "COPY ledger.tiles (level, tile, hashes, root) FROM STDIN (FORMAT BINARY)"
            )
        )
        {
            foreach (var (tile, hashes, root) in tiles)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(tile.Row, NpgsqlDbType.Integer);
                await copy.WriteAsync(tile.Index, NpgsqlDbType.Bigint);
                await copy.WriteAsync(hashes, NpgsqlDbType.Bytea);
                await copy.WriteAsync(root, NpgsqlDbType.Bytea);
            }
            await copy.CompleteAsync();
        }
        // The log begins while it is empty; what comes then is its own.
        await using (await installation.StartAsync()) { }
        await using var head = new NpgsqlCommand(
            "UPDATE ledger.head SET size = $1, root = $2, watermark = $1, checkpoint = NULL",
            database
        )
        {
            Parameters =
            {
                new() { Value = (long)Million },
                new() { Value = tree.Root() },
            },
        };
        await head.ExecuteNonQueryAsync();
        await using var analyse = new NpgsqlCommand("ANALYZE ledger.leaves, ledger.tiles", database);
        await analyse.ExecuteNonQueryAsync();
    }

    private static async Task LagAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var server = await installation.StartAsync();
        var talks = await TalksAsync(installation, server, token);
        using var socket = new HttpSocket();
        await socket.ConnectAsync(server.Address, CancellationToken.None);
        await using var database = await settings.Cluster.ConnectAsync(installation.Database);
        await using var signed = new NpgsqlCommand(
            "SELECT split_part(checkpoint, E'\\n', 2)::bigint FROM ledger.head",
            database
        );
        await signed.PrepareAsync();
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            // An idle server: what came before is signed, and nothing else comes.
            await Task.Delay(300);
            var before = (long)(await signed.ExecuteScalarAsync())!;
            if (await socket.SendAsync(talks[i], CancellationToken.None) != Created)
                throw new InvalidOperationException("A talk was refused.");
            var started = Stopwatch.GetTimestamp();
            while ((long)(await signed.ExecuteScalarAsync())! == before) { }
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        report.Percentiles("from a POST's answer to its signed checkpoint, idle server, ms", times, 1000);
    }
}

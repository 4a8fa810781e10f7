using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Accesses;

/// <summary>Readings of histories are counted aside and written a little later: none is lost on the way.</summary>
public sealed class HistoryReadsTests(Database database) : IClassFixture<Database>
{
    private static readonly Caller Reader = new("po-1", "", new HashSet<Role> { Role.PoliticalOfficer }, "U", null);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 3, 1, 15, 59, 0, TimeSpan.Zero));
    private readonly Guid _officer = Guid.NewGuid();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task when_the_database_is_away_what_was_counted_is_written_later()
    {
        using var reads = Node();
        reads.Count(_officer, Reader);
        await AllowAsync(false);
        try
        {
            await Should.ThrowAsync<NpgsqlException>(() => reads.FlushAsync(Stop));
            reads.Count(_officer, Reader);
        }
        finally
        {
            await AllowAsync(true);
        }

        await reads.FlushAsync(Stop);
        (await StoredAsync()).ShouldBe(["2024-03-01 2"]);
        await reads.FlushAsync(Stop);
        (await StoredAsync()).ShouldBe(["2024-03-01 2"]);
    }

    [Fact]
    public async Task when_the_answer_to_a_write_is_lost_it_is_sent_again_and_counts_once()
    {
        using var relay = new Relay(new(database.Settings["ConnectionStrings:Wellbeing"]));
        await using var application = Persistence.DataSource(relay.Connection);
        using var reads = Node(application);
        reads.Count(_officer, Reader);
        await reads.FlushAsync(Stop);
        relay.Deaf = true;
        reads.Count(_officer, Reader);
        var unanswered = reads.FlushAsync(Stop);
        await Until.TrueAsync(async () => await RowsAsync() == 2);
        reads.Count(_officer, Reader);
        relay.Cut();
        await Should.ThrowAsync<NpgsqlException>(() => unanswered);

        for (var again = 0; again < 2; again++)
        {
            await reads.FlushAsync(Stop);
            (await StoredAsync()).ShouldBe(["2024-03-01 3"]);
        }
        (await RowsAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task when_two_nodes_count_the_same_reader_their_counts_add_up()
    {
        using var one = Node();
        using var other = Node();
        for (var i = 0; i < 20; i++)
        {
            one.Count(_officer, Reader);
            other.Count(_officer, Reader);
            other.Count(_officer, Reader with { Sub = "po-2" });
            await Task.WhenAll(one.FlushAsync(Stop), other.FlushAsync(Stop));
        }
        (await StoredAsync()).ShouldBe(["2024-03-01 40"]);
    }

    [Fact]
    public async Task when_the_bureaus_day_ends_another_count_begins()
    {
        using var reads = Node();
        reads.Count(_officer, Reader);
        _clock.Advance(TimeSpan.FromMinutes(2));
        reads.Count(_officer, Reader);
        reads.Count(_officer, Reader);
        await reads.FlushAsync(Stop);
        (await StoredAsync()).ShouldBe(["2024-03-01 1", "2024-03-02 2"]);
    }

    [Fact]
    public async Task when_a_quarter_of_a_second_has_passed_what_was_counted_is_written()
    {
        using var reads = Node();
        await reads.StartAsync(Stop);
        reads.Count(_officer, Reader);
        await Until.TrueAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            return (await StoredAsync()).Count == 1;
        });
        await reads.StopAsync(Stop);
        (await StoredAsync()).ShouldBe(["2024-03-01 1"]);
    }

    [Fact]
    public async Task when_a_reader_comes_back_the_readings_of_a_minute_become_one_row()
    {
        using var reads = Node();
        await reads.StartAsync(Stop);
        reads.Count(_officer, Reader);
        await TicksAsync(reads);
        (await RowsAsync()).ShouldBe(1);
        for (var i = 0; i < 5; i++)
        {
            reads.Count(_officer, Reader);
            await TicksAsync(reads);
        }
        (await StoredAsync()).ShouldBe(["2024-03-01 1"]);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await Until.TrueAsync(async () => (await StoredAsync())[0] == "2024-03-01 6");
        (await RowsAsync()).ShouldBe(2);
        await reads.StopAsync(Stop);
    }

    [Fact]
    public async Task when_an_officers_log_is_asked_for_what_is_held_of_that_officer_is_written_and_of_no_other()
    {
        using var reads = Node();
        var other = Guid.NewGuid();
        reads.Count(_officer, Reader);
        await reads.FlushAsync(Stop);
        reads.Count(_officer, Reader);
        await reads.FlushAsync(Stop, other);
        (await StoredAsync()).ShouldBe(["2024-03-01 1"]);
        await reads.FlushAsync(Stop, _officer);
        (await StoredAsync()).ShouldBe(["2024-03-01 2"]);
    }

    [Fact]
    public async Task when_a_reader_comes_back_after_a_minute_the_reading_is_on_record_at_once()
    {
        _clock.Advance(TimeSpan.FromMinutes(2));
        using var reads = Node();
        await reads.StartAsync(Stop);
        for (var i = 1; i <= 3; i++)
        {
            reads.Count(_officer, Reader);
            await TicksAsync(reads);
            (await StoredAsync()).ShouldBe([$"2024-03-02 {i}"]);
            _clock.Advance(TimeSpan.FromMinutes(1));
            await TicksAsync(reads);
        }
        await reads.StopAsync(Stop);
    }

    [Fact]
    public async Task when_a_node_stops_before_that_it_writes_what_it_counted()
    {
        using var reads = Node();
        await reads.StartAsync(Stop);
        reads.Count(_officer, Reader);
        await reads.StopAsync(Stop);
        (await StoredAsync()).ShouldBe(["2024-03-01 1"]);
    }

    [Fact]
    public async Task when_a_node_stops_or_starts_anew_no_reading_is_lost()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var path = $"officers/{officer.Id}/history";
        for (var i = 0; i < 3; i++)
        {
            await using var node = await Host.BesideAsync(server);
            (await node.PoliticalOfficer(officer.Unit).GetAsync(path)).Done();
        }
        (await server.PoliticalOfficer(officer.Unit).GetAsync(path)).Done();

        await using var last = await Host.BesideAsync(server);
        await Until.TrueAsync(async () =>
            (await last.Officer(officer).GetAsync($"officers/{officer.Id}/accesses"))
                .Items()[0]
                .GetProperty("reads")
                .GetInt32() == 4
        );
    }

    private HistoryReads Node(NpgsqlDataSource? application = null) =>
        new(application ?? database.Application, Database.Calendar, _clock, NullLogger<HistoryReads>.Instance);

    // A node has written what was due once the first reading of an officer whom nobody read before is on record.
    private async Task TicksAsync(HistoryReads reads)
    {
        var other = Guid.NewGuid();
        reads.Count(other, Reader);
        await Until.TrueAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            return await RowsAsync(other) == 1;
        });
    }

    private Task<long> RowsAsync(Guid? officer = null) =>
        database.AskAsync<long>(
            "SELECT count(*) FROM journal.history_reads WHERE officer_id = $1 AND reader = 'po-1'",
            officer ?? _officer
        );

    private Task<List<string>> StoredAsync() =>
        database.ListAsync<string>(
            "SELECT concat(day, ' ', sum(reads)) FROM journal.history_reads WHERE officer_id = $1 AND reader = 'po-1' GROUP BY day ORDER BY day",
            _officer
        );

    // Nobody may connect any more, and who was connected is cut off.
    private async Task AllowAsync(bool connections)
    {
        var name = new NpgsqlConnectionStringBuilder(database.Settings["ConnectionStrings:Wellbeing"]).Database;
        await using var beside = NpgsqlDataSource.Create(database.Settings["ConnectionStrings:KeysOwner"]!);
        await using var allow = beside.CreateCommand($"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}");
        await allow.ExecuteNonQueryAsync(Stop);
        database.Application.Clear();
    }

    /// <summary>Stands between a client and the database; when it is deaf, the database's answers are lost.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _open = [];
        private readonly NpgsqlConnectionStringBuilder _database;

        public Relay(NpgsqlConnectionStringBuilder database)
        {
            _database = database;
            _listener.Start();
            _ = AcceptAsync();
        }

        public bool Deaf { get; set; }

        public string Connection =>
            new NpgsqlConnectionStringBuilder(_database.ConnectionString)
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            }.ConnectionString;

        /// <summary>Ends every connection; those to come are heard.</summary>
        public void Cut()
        {
            lock (_open)
            {
                _open.ForEach(x => x.Dispose());
                _open.Clear();
            }
            Deaf = false;
        }

        public void Dispose()
        {
            _listener.Dispose();
            Cut();
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                lock (_open)
                    _open.AddRange([client, server]);
                await server.ConnectAsync(_database.Host!, _database.Port);
                _ = PassAsync(client, server, () => false);
                _ = PassAsync(server, client, () => Deaf);
            }
        }

        private static async Task PassAsync(TcpClient from, TcpClient to, Func<bool> isLost)
        {
            var buffer = new byte[8192];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
                if (!isLost())
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
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

    private HistoryReads Node() =>
        new(database.Application, Database.Calendar, _clock, NullLogger<HistoryReads>.Instance);

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
}

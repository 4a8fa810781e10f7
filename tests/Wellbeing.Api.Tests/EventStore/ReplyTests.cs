using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.EventStore;
using Xunit;

namespace Wellbeing.Api.Tests.EventStore;

/// <summary>Answers are kept for seven days.</summary>
public sealed class ReplyTests(Host host, Database database) : IClassFixture<Database>
{
    [Fact]
    public async Task after_seven_days_an_answer_is_forgotten_and_a_younger_one_is_not()
    {
        await using var journal = await Writing.StartAsync(database);
        var replies = Replies(journal.Clock);
        var (old, young) = (Writing.Key(), Writing.Key());
        (await journal.AppendAsync(journal.Forms(Bureau.Name("U")) with { Reply = old })).Conflict.ShouldBeNull();
        journal.Clock.Advance(TimeSpan.FromHours(1));
        (await journal.AppendAsync(journal.Forms(Bureau.Name("U")) with { Reply = young })).Conflict.ShouldBeNull();

        journal.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        (await replies.SweepAsync(default)).ShouldBe(0);
        journal.Clock.Advance(TimeSpan.FromSeconds(1));
        (await replies.SweepAsync(default)).ShouldBe(1);
        (await replies.FindAsync(old.Key, default)).ShouldBeNull();
        (await replies.FindAsync(young.Key, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task the_sweep_runs_by_itself()
    {
        await using var journal = await Writing.StartAsync(database);
        using var replies = Replies(journal.Clock);
        var key = Writing.Key();
        (await journal.AppendAsync(journal.Forms(Bureau.Name("U")) with { Reply = key })).Conflict.ShouldBeNull();

        await replies.StartAsync(default);
        await Until.TrueAsync(async () =>
        {
            // Each time its hour has come once more.
            journal.Clock.Advance(TimeSpan.FromDays(8));
            return await replies.FindAsync(key.Key, default) is null;
        });
        await replies.StopAsync(default);
    }

    [Fact]
    public async Task a_request_repeated_after_its_answer_is_forgotten_is_refused_and_happens_no_second_time()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var path = $"officers/{officer.Id}/preferences";
        var body = new { preference = "No night shifts" };
        (await server.Administrator().PostAsync(path, body, key)).Done();

        await server.Database.ExecuteAsync($"DELETE FROM journal.replies WHERE body ->> 'id' = '{officer.Id}'");
        (await server.Administrator().PostAsync(path, body, key)).Refused(409, "already-recorded");
        (
            await server.Database.AskAsync<long>(
                "SELECT count(*) FROM events.mt_events WHERE stream_id = $1",
                officer.Id
            )
        ).ShouldBe(2);
    }

    private Replies Replies(FakeTimeProvider clock) => new(database.Application, clock, NullLogger<Replies>.Instance);
}

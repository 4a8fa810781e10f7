using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>What is on record is told, wherever a server ended.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task what_was_committed_and_not_yet_told_when_the_server_ended_is_told_after_the_next_start()
    {
        await using var receiver = await Receiver.StartAsync(null);
        await using var second = await Host.OnNewAsync(
            async (database, folder) =>
            {
                var first = await Host.NodeAsync(database, folder, owns: false, null, Telling.Settings);
                var officer = await first.OfficerAsync();
                await first.HookAsync(receiver, officer.Unit);
                var onTheWay = await first.WarningAsync(officer);
                await receiver.WaitAsync(1);
                // From here on nothing is put in line any more.
                await using var keeper = await database.HoldAsync("SELECT FROM webhooks.endpoints FOR UPDATE");
                var inLine = await first.WarningAsync(officer);
                await first.DisposeAsync();
                await keeper.CloseAsync();
                receiver.Messages.ShouldNotContain(x => x.Text.Contains($"{inLine}", StringComparison.Ordinal));
                receiver.Answer = _ => 200;
                var before = receiver.Messages.Count;
                var next = await Host.NodeAsync(database, folder, owns: true, null, Telling.Settings);
                var told = (await receiver.WaitAsync(before + 2)).Skip(before);
                told.Select(x => x.Json.GetProperty("data").Text("streamId"))
                    .ShouldBe([$"{onTheWay}", $"{inLine}"], ignoreOrder: true);
                return next;
            }
        );
    }

    [Fact]
    public async Task what_a_server_has_taken_on_and_never_ended_is_taken_on_by_another()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await Host.StartAsync(null, Telling.Settings);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        await server.WarningAsync(officer);
        var first = (await receiver.WaitAsync(1))[0];
        // As a server leaves it that was killed while it sent.
        await server.Database.AskAsync<Guid>(
            "INSERT INTO webhooks.deliveries (webhook_id, event_id, officer_id, next_at) "
                + "VALUES ($1, $2, $3, now() + interval '1 second') RETURNING event_id",
            hook.Id,
            Guid.Parse(first.Id),
            officer.Id
        );
        (await receiver.WaitAsync(2)).Select(x => x.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task two_nodes_put_every_event_in_line_once_and_tell_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await Host.StartAsync(null, Telling.Settings);
        await using var beside = await Host.BesideAsync(server, Telling.Settings);
        var officer = await server.OfficerAsync();
        var hook = await server.HookAsync(receiver, officer.Unit);
        var raised = new List<Guid>();
        foreach (var node in Enumerable.Repeat(new[] { server, beside }, 10).SelectMany(x => x))
            raised.Add(await node.WarningAsync(officer));
        await receiver.WaitAsync(raised.Count);
        await server.LookedAfterAsync(hook);
        await Until.TrueAsync(async () => (await server.StandingAsync(hook)).GetProperty("waiting").GetInt64() == 0);
        receiver
            .Messages.Select(x => x.Json.GetProperty("data").Text("streamId"))
            .ShouldBe(raised.Select(x => $"{x}"), ignoreOrder: true);
    }
}

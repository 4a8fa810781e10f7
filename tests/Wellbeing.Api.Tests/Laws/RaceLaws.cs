using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Many who write to one stream at once, and who send again what was refused or never answered.</summary>
public sealed class RaceLaws(Host host)
{
    private const int Clients = 32;
    private const int Posts = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task when_32_clients_post_to_one_stream_each_accepted_post_is_in_it_once_and_no_version_is_missing()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var told = new ConcurrentQueue<Told>();
        var turns = new Turns();
        using var patience = new CancellationTokenSource(Deadline);

        await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(client => RunAsync(server, unit, client, told, turns, patience.Token))
        );

        var stored = await server.Database.ListAsync<string>(
            "SELECT concat_ws('|', version, user_name, data ->> 'name') FROM events.mt_events "
                + "WHERE data ->> 'unitCode' = $1 AND type = 'unit_renamed' ORDER BY version",
            unit
        );
        stored.ShouldBe(told.OrderBy(x => x.Version).Select(x => $"{x.Version}|{x.Sub}|{x.Name}"));
        told.Select(x => x.Version).Order().ShouldBe(Enumerable.Range(2, Clients * Posts).Select(x => (long)x));
        told.Select(x => x.Name).Distinct().Count().ShouldBe(Clients * Posts);
        (await server.Administrator().GetAsync($"units/{unit}")).Headers.ETag!.Tag.ShouldBe(
            $"\"{(Clients * Posts) + 1}\""
        );
        // Else nobody met anybody, and the test has shown nothing.
        Console.WriteLine(turns);
        turns.Lost.ShouldBePositive();
        turns.Stale.ShouldBePositive();
        turns.Abandoned.ShouldBePositive();
    }

    private static async Task RunAsync(
        Host.Running server,
        string unit,
        int client,
        ConcurrentQueue<Told> told,
        Turns turns,
        CancellationToken stop
    )
    {
        var sub = $"racer-{client}";
        var caller = server.As(Role.Administrator, sub: sub);
        for (var post = 0; post < Posts; post++)
        {
            var name = $"{sub}, post {post}";
            var key = ("Idempotency-Key", Guid.NewGuid().ToString());
            // Every third does not wait for the answer, and cannot know what became of the post.
            if ((client + post) % 3 == 0)
                await AbandonAsync(caller, unit, name, key, TimeSpan.FromMilliseconds(1 + (post * 2)), turns);
            Reply reply;
            do
            {
                stop.ThrowIfCancellationRequested();
                // Reads, decides anew, and half of them say what they have seen.
                var seen = (await caller.GetAsync($"units/{unit}")).Done().Headers.ETag!.Tag;
                reply = await caller.PostAsync(
                    $"units/{unit}/rename",
                    new { name },
                    client % 2 == 0 ? [key, ("If-Match", seen)] : [key]
                );
            } while (turns.IsOver(reply));
            told.Enqueue(new Told(reply.Done().Json.GetProperty("version").GetInt64(), sub, name));
        }
    }

    private static async Task AbandonAsync(
        Client caller,
        string unit,
        string name,
        (string, string) key,
        TimeSpan patience,
        Turns turns
    )
    {
        using var soon = new CancellationTokenSource(patience);
        try
        {
            var body = Site.Json(Client.TextOf(new { name }));
            await caller.SendAsync(HttpMethod.Post, $"units/{unit}/rename", body, soon.Token, key);
        }
        catch (OperationCanceledException)
        {
            turns.Abandon();
        }
    }

    /// <summary>What an accepted post was told.</summary>
    private sealed record Told(long Version, string Sub, string Name);

    /// <summary>Counts the turns that were not to be.</summary>
    private sealed class Turns
    {
        private int _lost;
        private int _stale;
        private int _abandoned;

        public int Lost => _lost;

        public int Stale => _stale;

        public int Abandoned => _abandoned;

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"Race: {Clients} clients, {Clients * Posts} posts accepted, each in the stream once; on the way "
                    + $"{_lost} conflicts, {_stale} stale versions, {_abandoned} posts whose answer nobody waited for."
            );

        public void Abandon() => Interlocked.Increment(ref _abandoned);

        /// <summary>Whether another was first: then the turn is over, and the next one comes.</summary>
        public bool IsOver(Reply reply)
        {
            if (reply.Status == HttpStatusCode.PreconditionFailed)
                Interlocked.Increment(ref _stale);
            else if (reply.Status == HttpStatusCode.Conflict)
                Interlocked.Increment(ref _lost);
            else
                return false;
            reply.Code.ShouldBeOneOf("stale-version", "concurrent-change", "key-in-flight");
            return true;
        }
    }
}

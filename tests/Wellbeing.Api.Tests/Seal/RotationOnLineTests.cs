using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Tests.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

/// <summary>The master key changes beside a server that serves, and nobody who asks it notices.</summary>
public sealed class RotationOnLineTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task while_texts_are_read_and_written_every_key_is_rewrapped_and_no_request_fails()
    {
        await using var server = await OnLine.StartAsync();
        var unit = await server.UnitAsync();
        var commendations = new List<Guid>();
        for (var i = 0; i < 12; i++)
            commendations.Add(await server.NominationAsync(await server.OfficerAsync(unit)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (read, written) = (0, 0);
        var traffic = Task.WhenAll([
            .. Enumerable.Range(0, 3).Select(i => AgainAsync(() => ReadAsync(i))),
            .. Enumerable.Range(0, 2).Select(_ => AgainAsync(WriteAsync)),
        ]);

        for (var round = 0; round < 2; round++)
        {
            var said = new List<string>();
            await RotateAsync(server, AlsoSaid, batch: 5);
            said[^1].ShouldMatch("^rewrapped [0-9]+ keys under [0-9a-f]{16}$");
            said.Count.ShouldBeGreaterThan(4);

            // Each step waits for requests that came after the one before.
            void AlsoSaid(string line)
            {
                said.Add(line);
                RotationTests.AwaitMore(() => traffic.IsCompleted ? int.MaxValue : Volatile.Read(ref read));
                RotationTests.AwaitMore(() => traffic.IsCompleted ? int.MaxValue : Volatile.Read(ref written));
            }
        }
        await ending.CancelAsync();
        await traffic;

        var secrets = Path.Combine(Setting(server, MasterKeyFiles.HomeSetting), "secrets");
        Directory.GetFiles(secrets, "master.key*").ShouldBe([Path.Combine(secrets, "master.key")]);
        var current = new MasterKey(await File.ReadAllBytesAsync(Path.Combine(secrets, "master.key"), Stop)).Id;
        (await OnLine.AskAsync(server, "select string_agg(id, ' ') from keys.master_keys")).ShouldBe(current);
        (
            await OnLine.AskAsync(server, "select string_agg(distinct master_key_id, ' ') from keys.subject_keys")
        ).ShouldBe(current);

        async Task AgainAsync(Func<Task> request)
        {
            while (!ending.IsCancellationRequested)
                await request();
        }

        async Task ReadAsync(int reader)
        {
            var id = commendations[(Volatile.Read(ref read) + reader) % commendations.Count];
            var answer = await server.Integrator().GetAsync($"commendations/{id}");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            answer.Json.Text("citation").ShouldBe("Found the hidden ledger.");
            Interlocked.Increment(ref read);
        }

        async Task WriteAsync()
        {
            await server.NominationAsync(await server.OfficerAsync(unit));
            Interlocked.Increment(ref written);
        }
    }

    [Fact]
    public async Task keys_imports_and_cursors_from_before_hold_after_it_and_after_a_restart()
    {
        await using var server = await OnLine.StartAsync();
        var officer = await server.OfficerAsync();
        await server.OfficerAsync(officer.Unit);
        var nomination = Bureau.Nomination(officer);
        var first = (
            await server.Integrator().PostAsync("commendations", nomination, ("Idempotency-Key", "k1"))
        ).Made();
        var lines = Lines.Text(Lines.Formed(Bureau.Name("U")));
        (await server.ImportAsync(lines, "source")).Totals.ShouldBe(new(1, 0, 0, 0));
        var page = await server.As(Role.Auditor).GetAsync("officers?limit=1");

        await RotateAsync(server, _ => { });
        var again = new Secrets(
            new KeyStore(
                server.Services.GetRequiredService<KeyTable>(),
                new KeyRing(Files(server).Read),
                server.Services.GetRequiredService<KeyCache>(),
                server.Services.GetRequiredService<SealAlarms>()
            )
        );
        await again.LoadAsync(Stop);

        var second = await server.Integrator().PostAsync("commendations", nomination, ("Idempotency-Key", "k1"));
        second.Made().Text.ShouldBe(first.Text);
        (await server.ImportAsync(lines, "source")).Totals.ShouldBe(new(0, 1, 0, 0));
        var next = $"officers?limit=1&cursor={page.Json.Text("next")}";
        (await server.As(Role.Auditor).GetAsync(next)).Status.ShouldBe(HttpStatusCode.OK);
        again
            .Derive("event ids")
            .Span.ToArray()
            .ShouldBe(server.Services.GetRequiredService<Secrets>().Derive("event ids").Span.ToArray());
    }

    [Fact]
    public async Task when_it_breaks_off_before_the_files_are_renamed_it_ends_the_next_time()
    {
        await using var server = await OnLine.StartAsync();
        await server.OfficerAsync();
        var files = Files(server);
        var old = files.Read()[0];
        await Should.ThrowAsync<TimeoutException>(() =>
            RotateAsync(server, line => _ = line.Contains("from now on") ? throw new TimeoutException() : 0)
        );
        var now = files.Read()[1].Id;
        await server.OfficerAsync();

        await RotateAsync(server, _ => { });

        files.Read().ShouldHaveSingleItem().Id.ShouldBe(now);
        now.ShouldNotBe(old.Id);
        await server.OfficerAsync();
    }

    [Fact]
    public async Task outside_development_it_asks_for_a_new_master_key_and_leaves_the_files_alone()
    {
        await using var server = await OnLine.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(Setting(server, MasterKeyFiles.HomeSetting), "mounted"));
        var (old, now) = (Path.Combine(folder.FullName, "old"), Path.Combine(folder.FullName, "new"));
        File.Copy(Files(server).Current, old);
        await File.WriteAllBytesAsync(now, [.. Enumerable.Range(1, MasterKey.Size).Select(x => (byte)x)], Stop);
        var said = new List<string>();

        (await Should.ThrowAsync<MasterKeyException>(() => MountedAsync(old, null))).Message.ShouldContain(
            MasterKeyFiles.NewPathSetting
        );
        await Should.ThrowAsync<MasterKeyException>(() => MountedAsync(old, old));
        await MountedAsync(old, now);

        said[^2].ShouldContain(now);
        said[^1].ShouldEndWith($"under {new MasterKey(await File.ReadAllBytesAsync(now, Stop)).Id}");
        File.Exists(old).ShouldBeTrue();

        Task MountedAsync(string current, string? other)
        {
            var configuration = new ConfigurationBuilder()
                .AddConfiguration(server.Services.GetRequiredService<IConfiguration>())
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        [MasterKeyFiles.PathSetting] = current,
                        [MasterKeyFiles.NewPathSetting] = other,
                    }
                )
                .Build();
            return KeysCommand.RotateAsync(configuration, Environment(server), said.Add, Stop);
        }
    }

    private static Task RotateAsync(Host.Running server, Action<string> say, int batch = 500) =>
        KeysCommand.RotateAsync(
            server.Services.GetRequiredService<IConfiguration>(),
            Environment(server),
            say,
            Stop,
            batch
        );

    private static MasterKeyFiles Files(Host.Running server) =>
        MasterKeyFiles.Of(server.Services.GetRequiredService<IConfiguration>(), Environment(server));

    private static IHostEnvironment Environment(Host.Running server) =>
        server.Services.GetRequiredService<IHostEnvironment>();

    private static string Setting(Host.Running server, string name) =>
        server.Services.GetRequiredService<IConfiguration>()[name]!;
}

using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Domain.Officers;
using Xunit;

namespace Wellbeing.Api.Tests.Erasures;

/// <summary>An erasure breaks off at each of its steps, and goes on from there.</summary>
public sealed class BrokenOffTests
{
    [Fact]
    public async Task when_a_tombstone_cannot_be_kept_nothing_is_destroyed_until_it_can()
    {
        var sink = new Sink { Away = true };
        await using var server = await Host.StartAsync(x => x.AddSingleton<ITombstoneSink>(sink));
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        await ConfirmedAsync(server, officer);
        await Until.TrueAsync(() => Task.FromResult(sink.Asked > 1));

        (await IdentitiesAsync(server, officer)).ShouldBe(1);
        (await server.Services.GetRequiredService<KeyStore>().GetAsync(officer.Id)).ShouldNotBeNull();
        var ready = (await server.Anonymous.GetAsync("/readyz")).Json.GetProperty("checks").GetProperty("erasures");
        ready.GetProperty("waiting").GetInt32().ShouldBe(1);
        // What was confirmed is not taken back, and nothing is put on record or opened meanwhile.
        (await server.Integrator().PostAsync("talks", Bureau.Talk(officer))).Refused(409, "officer-erased");
        (await server.Auditor().PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Refused(409, "text-erased");
        (await server.Administrator().PostAsync($"officers/{officer.Id}/erasure/withdraw", new { })).Refused(
            409,
            "officer-erased"
        );

        sink.Away = false;
        await IsDoneOnceAsync(server, officer);
        sink.Kept.ShouldBe([officer.Id]);
    }

    [Fact]
    public async Task when_it_breaks_off_with_the_key_gone_and_the_identity_there_another_node_goes_on()
    {
        await using var server = await Host.StartAsync(x => x.AddSingleton<ITombstoneSink>(new Sink { Away = true }));
        var officer = await server.OfficerAsync();
        await ConfirmedAsync(server, officer);
        await server.Services.GetRequiredService<KeyStore>().EraseAsync(officer.Id);
        (await IdentitiesAsync(server, officer)).ShouldBe(1);

        await using var other = await Host.BesideAsync(server);
        await IsDoneOnceAsync(other, officer);
    }

    [Fact]
    public async Task when_the_last_step_fails_the_identity_and_the_fact_wait_for_each_other()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await server.Database.ExecuteAsync(
            "ALTER TABLE readmodels.mt_doc_officer ADD CONSTRAINT broken CHECK (erasure IS DISTINCT FROM 'erased') NOT VALID"
        );
        await ConfirmedAsync(server, officer);
        await Until.TrueAsync(async () =>
            (await server.Services.GetRequiredService<KeyStore>().LookUpAsync([officer.Id])).Erased.Count == 1
        );
        (await IdentitiesAsync(server, officer)).ShouldBe(1);
        (await ErasedAsync(server, officer)).ShouldBe(0);

        await server.Database.ExecuteAsync("ALTER TABLE readmodels.mt_doc_officer DROP CONSTRAINT broken");
        await IsDoneOnceAsync(server, officer);
    }

    [Fact]
    public async Task when_three_nodes_are_at_it_at_once_it_is_on_record_once()
    {
        await using var first = await Host.StartAsync();
        await using var second = await Host.BesideAsync(first);
        await using var third = await Host.BesideAsync(first);
        var officers = new List<Known>();
        for (var i = 0; i < 10; i++)
            officers.Add(await first.OfficerAsync());
        foreach (var officer in officers)
            await ConfirmedAsync(first, officer);
        foreach (var officer in officers)
            await IsDoneOnceAsync(third, officer);
    }

    [Fact]
    public async Task when_identity_and_key_come_back_with_a_backup_they_are_gone_before_anything_is_served()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        var identity = await server.Database.AskAsync<string>(
            "SELECT format('INSERT INTO identities.officers SELECT (%L::identities.officers).*', i) "
                + "FROM identities.officers AS i WHERE officer_id = $1",
            officer.Id
        );
        await server.ErasedAsync(officer);
        await server.Database.ExecuteAsync(identity);
        await KeysAsync(
            server,
            $"DELETE FROM keys.erased_subjects WHERE subject_id = '{officer.Id}'",
            "INSERT INTO keys.subject_keys (subject_id, wrapped, master_key_id) "
                + $"SELECT '{officer.Id}', '\\x00', id FROM keys.master_keys"
        );

        await using var restarted = await Host.BesideAsync(server);
        (await IdentitiesAsync(restarted, officer)).ShouldBe(0);
        var keys = await restarted.Services.GetRequiredService<KeyStore>().LookUpAsync([officer.Id]);
        keys.Erased.Single().ShouldBe(officer.Id);
        (await ErasedAsync(restarted, officer)).ShouldBe(1);
    }

    [Fact]
    public async Task when_a_backup_knows_of_no_erasure_the_tombstone_puts_it_on_record_again()
    {
        await using var server = await Host.StartAsync();
        var (officer, other) = (await server.OfficerAsync(), await server.OfficerAsync());
        var tombstone = new Tombstone(officer.Id, ErasureBasis.Unlawful, DateTimeOffset.UtcNow);
        await server.Services.GetRequiredService<TombstoneFile>().KeepAsync(tombstone, default);

        await using var restarted = await Host.BesideAsync(server);
        await IsDoneOnceAsync(restarted, officer);
        (await restarted.Auditor().GetAsync($"officers/{other.Id}")).Json.Text("status").ShouldBe("serving");
    }

    [Fact]
    public async Task when_a_crash_has_cut_the_last_tombstone_it_is_no_tombstone_and_the_next_one_is_whole()
    {
        var folder = Directory.CreateTempSubdirectory("wellbeing-tombstones-").FullName;
        var path = Path.Combine(folder, "tombstones");
        var (first, second) = (Stone(), Stone());
        await new TombstoneFile(path).KeepAsync(first, default);
        await File.AppendAllTextAsync(path, """{"subject":"0190""");
        (await new TombstoneFile(path).ReadAsync(default)).ShouldBe([first]);
        await new TombstoneFile(path).KeepAsync(second, default);
        await new TombstoneFile(path).KeepAsync(first, default);
        (await new TombstoneFile(path).ReadAsync(default)).ShouldBe([first, second]);
        Directory.Delete(folder, recursive: true);

        static Tombstone Stone() =>
            new(Guid.CreateVersion7(), ErasureBasis.Unlawful, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static async Task ConfirmedAsync(Host.Running server, Known officer)
    {
        await server.ProposedAsync(officer);
        (await server.Auditor().PostAsync($"officers/{officer.Id}/erasure/confirm", Bureau.Basis)).Done();
    }

    private static async Task IsDoneOnceAsync(Host.Running server, Known officer)
    {
        await Until.TrueAsync(async () => await ErasedAsync(server, officer) > 0);
        (await ErasedAsync(server, officer)).ShouldBe(1);
        (await IdentitiesAsync(server, officer)).ShouldBe(0);
        (await server.Services.GetRequiredService<KeyStore>().LookUpAsync([officer.Id])).Erased.Count.ShouldBe(1);
        (await server.Auditor().GetAsync($"officers/{officer.Id}")).Json.Text("status").ShouldBe("erased");
        (await File.ReadAllLinesAsync(Path.Combine(server.Folder, ".wellbeing", "secrets", "tombstones")))
            .Count(x => x.Contains($"{officer.Id}", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    private static Task<long> IdentitiesAsync(Host.Running server, Known officer) =>
        server.Database.AskAsync<long>("SELECT count(*) FROM identities.officers WHERE officer_id = $1", officer.Id);

    private static Task<long> ErasedAsync(Host.Running server, Known officer) =>
        server.Database.AskAsync<long>(
            "SELECT count(*) FROM events.mt_events WHERE stream_id = $1 AND type = 'officer_erased'",
            officer.Id
        );

    private static async Task KeysAsync(Host.Running server, params string[] statements)
    {
        foreach (var statement in statements)
        {
            await using var command = server.Database.KeysOwner.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Keeps tombstones elsewhere, or cannot.</summary>
    private sealed class Sink : ITombstoneSink
    {
        private int _asked;

        public volatile bool Away;

        public int Asked => _asked;

        public List<Guid> Kept { get; } = [];

        public Task KeepAsync(Tombstone tombstone, CancellationToken stop)
        {
            Interlocked.Increment(ref _asked);
            if (Away)
                throw new IOException("It is away.");
            Kept.Add(tombstone.Subject);
            return Task.CompletedTask;
        }
    }
}

using Shouldly;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;
using Wellbeing.Witness.Tests;
using Xunit;

namespace Wellbeing.Api.Tests.Ledger;

/// <summary>A server shows what it has signed to a witness, a process of its own, and says so when that refuses.</summary>
public sealed class WitnessingTests
{
    [Fact]
    public async Task what_the_witness_cosigned_is_kept_and_answered()
    {
        await using var server = await Host.StartAsync();
        using var home = await Home.BegunAsync();
        await using var witness = await WitnessProcess.StartAsync(home.Path, server.LogKey().Verifier.Text);
        await using var shown = await Host.BesideAsync(server, Shown(witness));
        await shown.SequencedAsync();
        var size = await shown.Database.AskAsync<long>("SELECT size FROM ledger.head");
        var key = VerifierKey.TryParse(witness.Key)!;

        await Until.TrueAsync(async () => await CosignedAsync(shown) is { } note && Size(note) >= size);
        (await CosignedAsync(shown))!.CosignedAt(key).ShouldNotBeNull();
        (await shown.AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task when_the_database_and_the_file_of_what_was_signed_are_rolled_back_together_the_witness_refuses()
    {
        await using var server = await Host.StartAsync();
        using var home = await Home.BegunAsync();
        await using var witness = await WitnessProcess.StartAsync(home.Path, server.LogKey().Verifier.Text);
        await using (var shown = await Host.BesideAsync(server, Shown(witness)))
        {
            for (var events = 0; events < 3; events++)
                await shown.SequencedAsync();
            await Until.TrueAsync(async () => await CosignedAsync(shown) is { } note && Size(note) >= 3);
        }
        // As if it had begun with one event only: all that the server could look at agrees with itself.
        await server.Database.ExecuteAsync(
            """
            DELETE FROM events.mt_streams AS s USING events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id)
            WHERE e.stream_id = s.id AND l.leaf > 0;
            DELETE FROM ledger.leaves WHERE leaf > 0;
            DELETE FROM ledger.batches WHERE size > 1;
            DELETE FROM ledger.checkpoints;
            UPDATE ledger.head SET size = 1, checkpoint = NULL, watermark = (SELECT seq_id FROM ledger.leaves),
              root = (SELECT hash FROM ledger.leaves);
            """
        );
        File.WriteAllText(
            Path.Combine(server.Folder, ".wellbeing", "secrets", "log.key.state"),
            new Checkpoint(
                server.LogKey().Origin,
                1,
                await server.Database.AskAsync<byte[]>("SELECT root FROM ledger.head")
            ).Text
        );

        await using var after = await Host.BesideAsync(server, Shown(witness));
        for (var events = 0; events < 4; events++)
            await after.SequencedAsync();
        await Until.TrueAsync(async () => (await after.AlarmsAsync()).Contains("witnessRefused"));
        (await after.AlarmsAsync()).ShouldBe(["witnessRefused"]);
    }

    [Fact]
    public async Task when_the_key_is_rotated_the_old_one_names_the_new_and_the_server_signs_with_that()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        var old = server.LogKey().Verifier;
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager();
        foreach (var (name, value) in server.Database.Settings)
            settings[name] = value;
        var secrets = Path.Combine(server.Folder, ".wellbeing", "secrets", "log.key");
        var files = new LogKeyFiles(secrets, secrets + ".new", secrets + ".state", old.Name, Own: true);
        var said = new List<string>();

        await KeyCommand.RotateAsync(settings, files, said.Add, default);

        await server.SequencedAsync();
        await Until.TrueAsync(async () => (await SignedAsync(server)).IsSignedBy(VerifierKey.TryParse(said[0])!));
        var note = await server.Database.AskAsync<string>("SELECT note FROM ledger.successions");
        var succession = Succession.TryParse(note)!;
        (succession.Old, succession.New.Text).ShouldBe((old, said[0]));
        (await server.AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_server_whose_key_has_named_another_one_signs_no_more_and_says_so()
    {
        await using var server = await Host.StartAsync();
        await server.SequencedAsync();
        var (old, before) = (server.LogKey().Verifier, (await SignedAsync(server)).ToString());
        using var other = new NoteSigner(old.Name, KeyKind.Note, new byte[NoteSigner.SeedSize]);
        var signed = Checkpoint.TryParse((await SignedAsync(server)).Text)!;
        var note = server.LogKey().Sign(new Succession(old, signed.Size, signed.Root, other.Key).Text);
        await server.Database.ListAsync<long>(
            "INSERT INTO ledger.successions (note, at) VALUES ($1, now()) RETURNING id",
            note
        );

        await server.UnitAsync();
        await Until.TrueAsync(async () => (await server.AlarmsAsync()).Contains("keySuperseded"));
        await Until.TrueAsync(() => server.Database.AskAsync<bool>(SequencerTests.Whole));
        (await SignedAsync(server)).ToString().ShouldBe(before);
    }

    [Theory]
    [InlineData("a/log", "a/log/2")]
    [InlineData("a/log/2", "a/log/3")]
    [InlineData("log", "log/2")]
    public void a_log_that_is_continued_has_the_next_name(string name, string next) =>
        KeyCommand.After(name).ShouldBe(next);

    [Theory]
    [InlineData("nothing")]
    [InlineData("w+00000000+BA==")]
    [InlineData("=http://127.0.0.1:1")]
    public void a_witness_that_is_no_key_and_URL_is_refused(string setting) =>
        Should.Throw<LogKeyException>(() => Witnessing.Parse(setting));

    private static (string, string) Shown(WitnessProcess witness) =>
        (Witnessing.Setting, $"{witness.Key}={witness.Url}");

    private static long Size(SignedNote note) => Checkpoint.TryParse(note.Text)!.Size;

    private static async Task<SignedNote> SignedAsync(Host.Running server) =>
        SignedNote.TryParse((await server.As(Role.Auditor).GetAsync("audit/checkpoint")).Json.Text("checkpoint")!)!;

    private static async Task<SignedNote?> CosignedAsync(Host.Running server)
    {
        var reply = await server.As(Role.Auditor).GetAsync("audit/checkpoint");
        return reply.Json.TryGetProperty("cosigned", out var note) ? SignedNote.TryParse(note.GetString()!) : null;
    }
}

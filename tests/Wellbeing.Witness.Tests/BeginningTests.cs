using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Witness.Tests;

public sealed class BeginningTests
{
    [Fact]
    public async Task a_beginning_makes_a_key_that_is_its_owners_alone_and_is_not_repeated()
    {
        using var home = new Home();

        var (status, output, _) = await WitnessProcess.RunAsync(
            "init",
            "--home",
            home.Path,
            "--name",
            "example.com/w1"
        );
        status.ShouldBe(0);
        var key = VerifierKey.TryParse(output.Trim())!;
        (key.Name, key.Kind).ShouldBe(("example.com/w1", KeyKind.Cosignature));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(home.Key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await WitnessProcess.RunAsync("init", "--home", home.Path)).Status.ShouldBe(1);
        await using var witness = await WitnessProcess.StartAsync(home.Path);
        witness.Key.ShouldBe(key.Text);
    }

    [Theory]
    [InlineData("witness.key")]
    [InlineData("witness.state")]
    [InlineData("witness.tombstones")]
    public async Task when_a_part_of_its_memory_is_gone_it_does_not_start_and_says_what_to_do(string file)
    {
        using var home = await Home.BegunAsync();
        File.Delete(Path.Combine(home.Path, file));

        var (status, _, error) = await WitnessProcess.RunAsync("--home", home.Path, "--port", "0");

        status.ShouldBe(1);
        error.ShouldContain($"{file} is gone");
        error.ShouldContain("wellbeing-witness init");
    }

    [Theory]
    [InlineData("witness.key", "short")]
    [InlineData("witness.key", "another key, also of 32 bytes...")]
    [InlineData("witness.state", "")]
    [InlineData("witness.state", "{}")]
    [InlineData("witness.state", """{"Key":"x","Checkpoints":{"example.com/log":"no note"}}""")]
    [InlineData("witness.tombstones", "nonsense\n")]
    public async Task when_a_part_of_its_memory_is_broken_it_does_not_start(string file, string content)
    {
        using var home = await Home.BegunAsync();
        await File.WriteAllTextAsync(Path.Combine(home.Path, file), content);

        var (status, _, error) = await WitnessProcess.RunAsync("--home", home.Path, "--port", "0");

        status.ShouldBe(1);
        error.ShouldContain(file);
    }

    [Fact]
    public async Task when_it_begins_anew_it_has_another_key_and_keeps_the_tombstones()
    {
        using var home = await Home.BegunAsync();
        using var log = new Log("example.com/log");
        string before;
        await using (var witness = await WitnessProcess.StartAsync(home.Path, log.Key.Text))
        {
            before = witness.Key;
            using var client = new Api.Ledger.WitnessClient(witness.Url, VerifierKey.TryParse(before)!);
            await client.AddTombstoneAsync(log.Tombstone(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch), default);
        }
        File.Delete(home.State);

        (await WitnessProcess.RunAsync("init", "--home", home.Path)).Status.ShouldBe(0);

        await using var anew = await WitnessProcess.StartAsync(home.Path, log.Key.Text);
        anew.Key.ShouldNotBe(before);
        using var other = new Api.Ledger.WitnessClient(anew.Url, VerifierKey.TryParse(anew.Key)!);
        (await other.TombstonesAsync(log.Origin, [log.Key], default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task two_do_not_share_a_folder()
    {
        using var home = await Home.BegunAsync();
        await using var first = await WitnessProcess.StartAsync(home.Path);

        var (status, _, error) = await WitnessProcess.RunAsync("--home", home.Path, "--port", "0");

        status.ShouldBe(1);
        error.ShouldContain("Another process");
    }

    [Theory]
    [InlineData("--port", "0")]
    [InlineData("--home")]
    [InlineData("--home", "x", "--port", "eighty")]
    [InlineData("--home", "x", "--log", "no key")]
    [InlineData("--home", "x", "--log", "example.com/witness+098ef77f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X")]
    [InlineData("--home", "x", "--bogus", "1")]
    [InlineData("init", "--home", "x", "--name", "a b")]
    public async Task a_wrong_command_line_is_refused(params string[] arguments)
    {
        var (status, output, error) = await WitnessProcess.RunAsync(arguments);
        (status, output).ShouldBe((2, ""));
        error.ShouldStartWith("error: ");
    }
}

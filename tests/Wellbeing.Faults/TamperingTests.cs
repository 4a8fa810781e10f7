using System.Globalization;
using Shouldly;
using Wellbeing.Api.Tests;
using Wellbeing.Api.Verification;
using Wellbeing.Domain.Ledger;
using Wellbeing.Faults.Tampering;
using Xunit;

[assembly: AssemblyFixture(typeof(Host))]

namespace Wellbeing.Faults;

/// <summary>
/// Whoever may do anything in the database changes something: verification finds it and names the place, and finds nothing
/// once it is undone.
/// </summary>
public sealed class TamperingTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly int Seed = Number("WELLBEING_FAULTS_SEED") ?? Environment.TickCount;
    private static readonly int Times = Number("WELLBEING_FAULTS_TIMES") ?? Repeated.Times(1, 5);

    /// <summary>What the names of the ways to try hold; all unless said.</summary>
    private static readonly string Kind = Environment.GetEnvironmentVariable("WELLBEING_FAULTS_KIND") ?? "";

    /// <summary>A larger record to tamper with, in the order of import; none unless said.</summary>
    private static readonly string[] Files =
    [
        .. (Environment.GetEnvironmentVariable("WELLBEING_FAULTS_FILES") ?? "").Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries
        ),
    ];

    private Scene _scene = null!;

    public async ValueTask InitializeAsync()
    {
        output.WriteLine($"seed {Seed}");
        _scene = Database.Available ? await Scene.MakeAsync(Seed, Files) : throw Database.Skip();
    }

    public ValueTask DisposeAsync() => _scene?.DisposeAsync() ?? default;

    [Fact]
    public async Task whatever_is_changed_is_found_and_placed_and_undone_nothing_is_found()
    {
        var crimes = Crimes.All.Where(x => x.ToString().Contains(Kind, StringComparison.OrdinalIgnoreCase)).ToList();
        crimes.ShouldNotBeEmpty($"there is no way to tamper whose name holds: {Kind}");
        (await FindingsAsync()).ShouldBeEmpty($"before anything was done, seed {Seed}");
        var missed = new List<string>();
        foreach (var crime in crimes)
        {
            for (var time = 0; time < Times; time++)
            {
                var said = await TryAsync(crime, new Random(unchecked((Seed * 31) + time)));
                output.WriteLine($"{(said.Count == 0 ? "found  " : "MISSED ")} {crime}");
                missed.AddRange(said.Select(x => $"{crime}, time {time}: {x}"));
            }
        }
        missed.ShouldBeEmpty($"seed {Seed}");
    }

    /// <summary>The control: nothing inside the database, and nothing beside the server, knows that it was ever larger.</summary>
    [Fact]
    public async Task an_older_copy_is_found_by_the_witness_and_by_nothing_else()
    {
        var (older, state) = (await _scene.KeepAsync("older"), _scene.ReadState());
        await _scene.ServeAsync(PostAsync);
        var witness = await new Forger(_scene).WitnessAsync();
        var size = (await _scene.VerifyAsync(witness)).Verified.Leaves;
        (await _scene.VerifyAsync(witness)).Findings.ShouldBeEmpty();

        await _scene.ReplaceAsync(older);
        // What the server wrote beside its key knows more, until that is rolled back as well.
        (await FindingsAsync())
            .ShouldHaveSingleItem()
            .Against.ShouldBe("state");
        _scene.WriteState(state);
        var (blind, told) = await _scene.VerifyAsync();
        blind.ShouldBeEmpty();
        told.Rollback.ShouldBe("rollback not checked");
        told.Complete.ShouldBeTrue();
        var found = (await _scene.VerifyAsync(witness)).Findings.ShouldHaveSingleItem();
        (found.Name, found.Against, found.Size).ShouldBe(("rolled-back", "witness", size));

        // It is posted to until it has outgrown what the witness has seen.
        do await _scene.ServeAsync(PostAsync);
        while ((await _scene.VerifyAsync()).Verified.Leaves <= size);
        (await FindingsAsync()).ShouldBeEmpty();
        found = (await _scene.VerifyAsync(witness)).Findings.ShouldHaveSingleItem();
        (found.Name, found.Against, found.Size).ShouldBe(("forked", "witness", size));
        (await _scene.VerifyAsync(since: witness.File)).Findings.ShouldHaveSingleItem().Against.ShouldBe("since");
    }

    [Fact]
    public async Task a_tree_that_the_witness_saw_cannot_be_dated_after_that()
    {
        var witness = await new Forger(_scene).WitnessAsync();
        await _scene.ExecuteAsync(
            "UPDATE ledger.batches SET at = at + interval '1 hour' WHERE size = (SELECT max(size) FROM ledger.batches)"
        );
        (await NamesAsync(null)).ShouldBeEmpty();
        (await NamesAsync(witness)).ShouldBe(["batch-dated-ahead"]);
        await _scene.RestoreAsync();
        (await NamesAsync(witness)).ShouldBeEmpty();

        // Without --strict, what came late is noted only.
        async Task<List<string>> NamesAsync((VerifierKey, string)? by) =>
            [.. (await _scene.VerifyAsync(by)).Findings.Select(x => x.Name).OfType<string>()];
    }

    [Fact]
    public async Task without_a_pinned_key_or_with_another_nothing_counts_as_checked()
    {
        var witness = await new Forger(_scene).WitnessAsync();
        (await _scene.VerifyAsync(key: witness.Key)).Findings.ShouldContain(x => x.Name == "checkpoint-signature");
        var (_, verified) = await _scene.VerifyAsync(since: Path.Combine(_scene.Folder, $"{Guid.NewGuid():N}"));
        verified.Complete.ShouldBeFalse();
        var stranger = await new Forger(_scene).WitnessAsync();
        (await _scene.VerifyAsync((witness.Key, stranger.File))).Verified.Complete.ShouldBeFalse();
    }

    private static Task PostAsync(Host.Running server) => server.OfficerAsync();

    private async Task<List<Finding>> FindingsAsync() =>
        [.. (await _scene.VerifyAsync(strict: true)).Findings.Where(x => x.Name is not null)];

    /// <summary>What is wrong with the verification.</summary>
    private async Task<List<string>> TryAsync(Crime crime, Random random)
    {
        var expected = await crime.CommitAsync(_scene, random);
        var findings = await FindingsAsync();
        var wrong = expected
            .Where(x => !x.IsIn(findings))
            .Select(x => $"{x.Finding} at {x.Where} is not found")
            .ToList();
        wrong.AddRange(
            findings
                .Where(x => !expected.Any(y => y.IsIn([x])) && !crime.Follows.Contains(x.Name, StringComparer.Ordinal))
                .Select(x => $"a false alarm: {x}")
                .Take(3)
        );
        await _scene.RestoreAsync();
        wrong.AddRange((await FindingsAsync()).Select(x => $"after it was undone: {x}").Take(3));
        return wrong;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

using System.Security.Cryptography;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Faults.Tampering;

/// <summary>Somebody who knows the program, may write everything in the database, and has or has not the log's key.</summary>
internal sealed class Forger(Scene scene)
{
    private const string Empty = """
        TRUNCATE ledger.leaves, ledger.tiles, ledger.batches, ledger.gaps;
        UPDATE ledger.head SET size = 0, root = sha256(''), watermark = 0, checkpoint = NULL
        """;

    /// <summary>Makes leaves, tiles, batches and head anew from the events as they are now; signed by nobody.</summary>
    public async Task SequenceAnewAsync()
    {
        var head = (await scene.ListAsync("SELECT checkpoint FROM ledger.head", x => x.GetString(0)))[0];
        await scene.ExecuteAsync(Empty);
        await SequenceAsync();
        await scene.ExecuteAsync("UPDATE ledger.head SET checkpoint = $1", head);
    }

    /// <summary>Gives leaves to events that have none.</summary>
    public async Task SequenceAsync()
    {
        await using var connection = await scene.SuperuserAsync();
        var alarms = new LedgerAlarms(Microsoft.Extensions.Logging.Abstractions.NullLogger<LedgerAlarms>.Instance);
        while (
            await new SequencerPass(connection, scene.Authenticity, alarms, new EventLeaf()).RunAsync(
                null,
                static (_, _) => Task.FromResult(true),
                DateTimeOffset.UtcNow,
                default
            )
                is { More: true }
        ) { }
    }

    /// <summary>Signs the head and every kept checkpoint with a key of the forger's own.</summary>
    public async Task SignAnewAsync(bool keepCheckpoints)
    {
        using var signer = new NoteSigner(scene.Key.Name, KeyKind.Note, RandomNumberGenerator.GetBytes(32));
        var (size, root) = (
            await scene.ListAsync(
                "SELECT size, root FROM ledger.head",
                x => (x.GetInt64(0), x.GetFieldValue<byte[]>(1))
            )
        )[0];
        var note = signer.Note(new Checkpoint(scene.Key.Name, size, root).Text).ToString();
        await scene.ExecuteAsync("UPDATE ledger.head SET checkpoint = $1", note);
        if (!keepCheckpoints)
        {
            await scene.ExecuteAsync("DELETE FROM ledger.checkpoints");
            return;
        }
        foreach (
            var (id, kept) in await scene.ListAsync(
                "SELECT id, note FROM ledger.checkpoints",
                x => (x.GetInt64(0), x.GetString(1))
            )
        )
            await scene.ExecuteAsync(
                "UPDATE ledger.checkpoints SET note = $1 WHERE id = $2",
                signer.Note(SignedNote.TryParse(kept)!.Text).ToString(),
                id
            );
    }

    /// <summary>The latest checkpoint with a witness's cosignature, as a file.</summary>
    public async Task<(VerifierKey Key, string File)> WitnessAsync()
    {
        using var witness = new NoteSigner(
            "witness.example/w",
            KeyKind.Cosignature,
            RandomNumberGenerator.GetBytes(32)
        );
        var note = SignedNote.TryParse(
            (await scene.ListAsync("SELECT checkpoint FROM ledger.head", x => x.GetString(0)))[0]
        )!;
        var file = Path.Combine(scene.Folder, $"{Guid.NewGuid():N}.checkpoint");
        await File.WriteAllTextAsync(file, note.With(witness.Cosign(note.Text, DateTimeOffset.UtcNow)).ToString());
        return (witness.Key, file);
    }
}

using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>What an auditor brings along: nothing of it comes from the database.</summary>
/// <param name="Key">The log's pinned key; null where none is.</param>
/// <param name="Strict">Whether what is only noted otherwise is a finding.</param>
/// <param name="Witness">The witness's pinned key and where its latest checkpoint is.</param>
/// <param name="Since">A file with an earlier checkpoint.</param>
internal sealed record Brought(VerifierKey? Key, bool Strict, (VerifierKey Key, string From)? Witness, string? Since);

/// <summary>A checkpoint from outside the database.</summary>
/// <param name="Source"><c>witness</c>, <c>since</c> or <c>state</c>.</param>
/// <param name="Note">With its signatures; null for what the server wrote down of its own signatures.</param>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Witnessed">Whether the witness's pinned key has cosigned it.</param>
internal sealed record OutsideCheckpoint(string Source, SignedNote? Note, Checkpoint Checkpoint, bool Witnessed);

/// <summary>
/// Gets them. Before the database is read: whoever has seen a tree has seen it after it was committed, and so what is read
/// afterwards must hold it.
/// </summary>
internal static class Outside
{
    private const int LargestNote = 1024 * 1024;

    /// <summary>Those that there are; what cannot be had is said in a sentence.</summary>
    public static async Task<List<OutsideCheckpoint>> ReadAsync(
        Brought brought,
        SignedState? state,
        Action<string> unchecked_,
        CancellationToken stop
    )
    {
        var found = new List<OutsideCheckpoint>();
        if (state?.Read() is { Size: > 0 } signed)
            found.Add(new OutsideCheckpoint("state", null, signed, Witnessed: false));
        if (brought.Since is { } since)
            Add("since", await FileAsync(since, stop), null);
        if (brought.Witness is var (key, from))
            Add("witness", await LatestAsync(brought, key, from, stop), key);
        return found;

        void Add(string source, SignedNote? note, VerifierKey? witness)
        {
            if (note is null || Checkpoint.TryParse(note.Text) is not { } checkpoint)
                unchecked_($"{source}: there is no checkpoint to be had.");
            else if (witness is not null && note.CosignedAt(witness) is null)
                unchecked_($"{source}: the checkpoint is not cosigned by the witness's pinned key.");
            else
                found.Add(new OutsideCheckpoint(source, note, checkpoint, witness is not null));
        }
    }

    private static async Task<SignedNote?> LatestAsync(
        Brought brought,
        VerifierKey witness,
        string from,
        CancellationToken stop
    )
    {
        if (!Uri.TryCreate(from, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return await FileAsync(from, stop);
        if (brought.Key is null)
            return null;
        using var client = new WitnessClient(url, witness);
        return await client.LatestAsync(brought.Key.Name, stop) is WitnessAnswer.Cosigned latest ? latest.Note : null;
    }

    private static async Task<SignedNote?> FileAsync(string path, CancellationToken stop) =>
        File.Exists(path) ? SignedNote.TryParse(await OutsideFile.ReadTextAsync(path, LargestNote, stop)) : null;
}

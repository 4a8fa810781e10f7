using System.Globalization;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>Everything that was said of the tree: kept checkpoints, the head, successions, and what comes from outside.</summary>
internal sealed class Claims(VerifierKey? pinned, VerifierKey? witness, Findings findings, Action<string> unchecked_)
{
    public const string Successions = "SELECT id, note FROM ledger.successions ORDER BY id";

    public const string Checkpoints = "SELECT id, origin, size, note FROM ledger.checkpoints ORDER BY id";

    public const string Head = "SELECT size, root, watermark, checkpoint FROM ledger.head";

    private const string HeadTable = "ledger.head";
    private const string CheckpointTable = "ledger.checkpoints";
    private const string SuccessionTable = "ledger.successions";

    private readonly List<KnownRoot> _roots = [];
    private LogKeys? _keys;

    /// <summary>In ascending order of size.</summary>
    public IReadOnlyList<KnownRoot> Roots => [.. _roots.OrderBy(x => x.Size)];

    /// <summary>How many signatures were looked at.</summary>
    public long Count { get; private set; }

    /// <summary>Whether somebody outside has said what the log was.</summary>
    public bool RollbackChecked { get; private set; }

    /// <summary>Who follows whom; taken first.</summary>
    public void Take(IEnumerable<(long Id, string Note)> notes)
    {
        var successions = new List<Succession>();
        foreach (var (id, note) in notes)
        {
            if (Succession.TryParse(note) is { } succession)
                successions.Add(succession);
            else
                findings.Add("succession-invalid", new Finding { Table = SuccessionTable, Key = Text(id) });
        }
        if (pinned is null)
            return;
        _keys = new LogKeys(pinned, successions);
        foreach (var one in successions.Where(x => x.Old.Name == x.New.Name && _keys.AnswerFor(x.Old)))
            _roots.Add(new KnownRoot(one.Size, one.Root.ToArray(), Vouched: true, SuccessionTable));
    }

    /// <summary>The head: its root, and the latest checkpoint.</summary>
    public void TakeHead(LedgerHead head, string? note)
    {
        _roots.Add(new KnownRoot(head.Size, head.Root, Vouched: false, HeadTable));
        if (note is not null)
            Take(HeadTable, null, note, null, null);
        else if (head.Size > 0)
            findings.Add("head-unsigned", new Finding { Table = HeadTable, Size = head.Size });
    }

    private void Take(string table, string? key, string text, long? size, string? origin)
    {
        Count++;
        var where = new Finding
        {
            Table = table,
            Key = key,
            Size = size,
        };
        if (
            SignedNote.TryParse(text) is not { } note
            || Checkpoint.TryParse(note.Text) is not { } checkpoint
            || (size is not null && size != checkpoint.Size)
            || (origin is not null && origin != checkpoint.Origin)
        )
        {
            findings.Add("checkpoint-changed", where);
            return;
        }
        where = where with { Size = checkpoint.Size };
        if (
            witness is not null
            && note.Signatures.Any(x => x.Name == witness.Name && x.KeyId == witness.Id)
            && SeenAt(note) is null
        )
            findings.Add("checkpoint-cosignature", where);
        var vouched = _keys?.Vouch(note, checkpoint) == true;
        if (vouched || _keys is null || _keys.Precede(note, checkpoint))
            _roots.Add(new KnownRoot(checkpoint.Size, checkpoint.Root.ToArray(), vouched, table, key, SeenAt(note)));
        else
            findings.Add("checkpoint-signature", where);
    }

    /// <summary>The checkpoints that are kept.</summary>
    public void Take(IEnumerable<(long Id, string Origin, long Size, string Note)> kept)
    {
        foreach (var (id, origin, size, note) in kept)
            Take(CheckpointTable, Text(id), note, size, origin);
    }

    /// <summary>A checkpoint from outside: it counts where the log's pinned key or a witness's has signed it.</summary>
    public void Take(OutsideCheckpoint outside)
    {
        var signed =
            outside.Note is null || (_keys is null ? outside.Witnessed : _keys.Vouch(outside.Note, outside.Checkpoint));
        if (!signed)
        {
            unchecked_($"{outside.Source}: the checkpoint is not signed by a key for which the pinned one answers.");
            return;
        }
        RollbackChecked |= outside.Note is not null;
        _roots.Add(
            new KnownRoot(
                outside.Checkpoint.Size,
                outside.Checkpoint.Root.ToArray(),
                Vouched: true,
                outside.Source,
                Seen: outside.Note is null ? null : SeenAt(outside.Note)
            )
        );
    }

    private DateTimeOffset? SeenAt(SignedNote note) => witness is null ? null : note.CosignedAt(witness);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

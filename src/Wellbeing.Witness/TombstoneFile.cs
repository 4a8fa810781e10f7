using System.Text.Json;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>The tombstones of all logs, one a line in the order in which they came. Nothing is taken from it.</summary>
internal sealed class TombstoneFile : IDisposable
{
    private readonly FileStream _file;
    private readonly List<Kept> _kept = [];
    private readonly HashSet<(string Origin, Guid Subject)> _subjects = [];
    private long _end;

    private TombstoneFile(FileStream file) => _file = file;

    public static void MakeOnce(string path)
    {
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        SecretFile.FlushFolder(Path.GetDirectoryName(path)!);
    }

    public static TombstoneFile Open(string path)
    {
        var content = File.ReadAllBytes(path).AsSpan();
        var file = new TombstoneFile(new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
        // What follows the last end of a line was being written when the process ended, and was told to nobody.
        for (int length; (length = content.IndexOf((byte)'\n') + 1) > 0; content = content[length..])
        {
            if (Read(content[..length]) is not { } kept)
            {
                file.Dispose();
                throw new WitnessFolderException($"{path} is broken: bring it back from a copy that is newest.");
            }
            file.Remember(kept);
            file._end += length;
        }
        return file;
    }

    /// <summary>The notes of a log's tombstones, oldest first.</summary>
    public IReadOnlyList<string> Of(string origin) =>
        [.. _kept.Where(x => x.Tombstone.Origin == origin).Select(x => x.Note)];

    /// <summary>Keeps a tombstone. A subject that has one already keeps that.</summary>
    public void Keep(Tombstone tombstone, SignedNote note)
    {
        if (_subjects.Contains((tombstone.Origin, tombstone.Subject)))
            return;
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(note.ToString()), (byte)'\n'];
        // An earlier write may have failed half-way.
        _file.SetLength(_end);
        _file.Position = _end;
        _file.Write(line);
        _file.Flush(flushToDisk: true);
        _end += line.Length;
        Remember(new(tombstone, note.ToString()));
    }

    public void Dispose() => _file.Dispose();

    private void Remember(Kept kept)
    {
        _kept.Add(kept);
        _subjects.Add((kept.Tombstone.Origin, kept.Tombstone.Subject));
    }

    private static Kept? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return
                JsonSerializer.Deserialize<string>(line) is { } note
                && SignedNote.TryParse(note) is { } read
                && Tombstone.TryParse(read.Text) is { } tombstone
                ? new(tombstone, note)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Kept(Tombstone Tombstone, string Note);
}

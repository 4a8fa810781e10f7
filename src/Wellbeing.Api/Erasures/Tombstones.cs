using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Erasures;

/// <summary>That an officer was erased, for whoever restores a backup in which the officer still is.</summary>
/// <param name="Subject">The officer's id.</param>
/// <param name="Basis">The law on which.</param>
/// <param name="ConfirmedAt">When it was confirmed.</param>
internal sealed record Tombstone(Guid Subject, ErasureBasis Basis, DateTimeOffset ConfirmedAt);

/// <summary>A place outside both databases that keeps tombstones. Each has them before anything is destroyed.</summary>
internal interface ITombstoneSink
{
    /// <summary>Keeps a tombstone for good; done when it cannot be lost any more. May be repeated.</summary>
    Task KeepAsync(Tombstone tombstone, CancellationToken stop);
}

/// <summary>Tombstones in a file that only its owner may read, one JSON object a line.</summary>
internal sealed class TombstoneFile(string path) : ITombstoneSink
{
    // Half a million of them.
    private const int Largest = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task KeepAsync(Tombstone tombstone, CancellationToken stop)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            SecretFile.MakePrivate(folder);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await AppendAsync(tombstone, stop);
                return;
            }
            // Another process of this host has it open.
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
            }
        }
    }

    /// <summary>All that are kept; a last line that a crash has cut is none, since nothing was destroyed after it.</summary>
    /// <exception cref="IOException">It cannot be read, or a line of it is no tombstone.</exception>
    public async Task<IReadOnlyList<Tombstone>> ReadAsync(CancellationToken stop)
    {
        if (!File.Exists(path))
            return [];
        return Parse(await OutsideFile.ReadTextAsync(path, Largest, stop));
    }

    private static List<Tombstone> Parse(string text)
    {
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        try
        {
            return
            [
                .. whole
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line =>
                        JsonSerializer.Deserialize<Tombstone>(line, CareJson.Options)
                        ?? throw new JsonException("It is null.")
                    ),
            ];
        }
        catch (JsonException e)
        {
            throw new IOException("A line of the tombstones' file is no tombstone.", e);
        }
    }

    private async Task AppendAsync(Tombstone tombstone, CancellationToken stop)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        using var reader = new StreamReader(file, leaveOpen: true);
        var text = await reader.ReadToEndAsync(stop);
        if (Parse(text).Exists(x => x.Subject == tombstone.Subject))
            return;
        // What a crash has cut goes; the line that is written now is whole or cut itself.
        file.SetLength(Framing.Utf8.GetByteCount(text[..(text.LastIndexOf('\n') + 1)]));
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(
            (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(tombstone, CareJson.Options), (byte)'\n'],
            stop
        );
        file.Flush(flushToDisk: true);
        SecretFile.FlushFolder(Path.GetDirectoryName(path)!);
    }
}

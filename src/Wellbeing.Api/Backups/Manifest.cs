using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Backups;

/// <summary>What a backup holds, and which keys it takes to use it. The keys themselves are not in it.</summary>
/// <param name="Format">Of this page: 1.</param>
/// <param name="MadeAt">When the events were read.</param>
/// <param name="Files">Its files, with the SHA-256 of each in hex. The keys' may be kept apart from the events'.</param>
/// <param name="Events">How many events there are.</param>
/// <param name="MasterKeys">Ids of the master keys under which keys are wrapped.</param>
/// <param name="Ledger">Where the ledger stood; absent where there is none.</param>
internal sealed record Manifest(
    int Format,
    DateTimeOffset MadeAt,
    IReadOnlyDictionary<string, string> Files,
    long Events,
    IReadOnlyList<string> MasterKeys,
    LedgerPlace? Ledger
)
{
    public const string Name = "manifest.json";
    public const string EventsFile = "events.dump";
    public const string KeysFile = "keys.dump";

    private const int Known = 1;
    private const int Largest = 1024 * 1024;

    /// <exception cref="InvalidOperationException">There is none, or it is of another format.</exception>
    public static async Task<Manifest> ReadAsync(string folder, CancellationToken stop)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            throw new InvalidOperationException($"{folder} holds no backup: there is no {Name}.");
        try
        {
            return
                JsonSerializer.Deserialize<Manifest>(await OutsideFile.ReadAsync(path, Largest, stop), CareJson.Options)
                    is { Format: Known, Files: not null, MasterKeys: not null } manifest
                ? manifest
                : throw new InvalidOperationException($"{path} is of another format.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{path} is damaged.", e);
        }
    }
}

/// <summary>A place in the ledger.</summary>
/// <param name="Size">Number of leaves.</param>
/// <param name="Root">Root of their tree, base64.</param>
/// <param name="Checkpoint">The last signed checkpoint; absent before the first.</param>
internal sealed record LedgerPlace(long Size, string Root, string? Checkpoint);

using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Features.Dossiers;

/// <summary>The files of a dossier that its manifest covers, and the manifest.</summary>
/// <param name="officer">Whose dossier.</param>
/// <param name="at">When it was made.</param>
internal sealed class DossierFiles(Guid officer, DateTimeOffset at)
{
    public const string ManifestName = "manifest.json";
    public const string ExportProofName = "export-proof.json";

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public void Add(string name, byte[] file) => _files.Add(name, file);

    public void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A file of JSON in canonical form, with the end of a line behind it.</summary>
    public void AddJson(string name, object value) =>
        Add(name, [.. CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(value, CareJson.Options)), (byte)'\n']);

    /// <summary>The SHA-256 of every file, by name.</summary>
    public byte[] Manifest() =>
        [
            .. CanonicalJson.Of(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        format = "wellbeing dossier 1",
                        officer,
                        exportedAt = Instants.Text(at),
                        files = _files.ToDictionary(
                            x => x.Key,
                            x => Convert.ToHexStringLower(SHA256.HashData(x.Value))
                        ),
                    }
                )
            ),
            (byte)'\n',
        ];

    /// <summary>Sends all of it; what comes last may take its time while the rest is on its way.</summary>
    public async Task SendAsync(Stream to, byte[] manifest, Func<Task<byte[]>> exportProof, CancellationToken stop)
    {
        // The archive ends its entries with writes that nobody awaits, which a response does not take.
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var sending = pipe.Reader.CopyToAsync(to, stop);
        try
        {
            await WriteAsync(pipe.Writer.AsStream(leaveOpen: true), manifest, exportProof, stop);
            await pipe.Writer.CompleteAsync();
        }
        catch (Exception failure)
        {
            await pipe.Writer.CompleteAsync(failure);
            throw;
        }
        await sending;
    }

    private async Task WriteAsync(Stream to, byte[] manifest, Func<Task<byte[]>> exportProof, CancellationToken stop)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, null, stop);
        foreach (var (name, file) in _files)
            await AddAsync(name, file);
        await AddAsync(ManifestName, manifest);
        await to.FlushAsync(stop);
        await AddAsync(ExportProofName, await exportProof());

        async Task AddAsync(string name, byte[] file)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = at;
            await using var into = await entry.OpenAsync(stop);
            await into.WriteAsync(file, stop);
        }
    }
}

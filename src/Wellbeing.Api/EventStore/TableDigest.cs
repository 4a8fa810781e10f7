using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// What a read model's table holds: SHA-256 over its rows in the order of their keys as COPY writes them, so that psql and
/// sha256sum come to the same.
/// </summary>
/// <param name="Table">Schema and name.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Sha256">In hexadecimal digits.</param>
internal sealed record TableDigest(string Table, long Rows, string Sha256)
{
    private const int Portion = 64 * 1024;

    /// <summary>The digests of all read models in a schema, as a connection sees them.</summary>
    public static async Task<List<TableDigest>> ReadAsync(
        NpgsqlConnection connection,
        string schema,
        CancellationToken stop
    )
    {
        var digests = new List<TableDigest>();
        foreach (var model in MartenConfiguration.ReadModels)
            digests.Add(await OfAsync(model.Table, schema, connection, stop));
        return digests;
    }

    private static async Task<TableDigest> OfAsync(
        IRowTable table,
        string schema,
        NpgsqlConnection connection,
        CancellationToken stop
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = await connection.BeginTextExportAsync($"COPY ({table.InOrder(schema)}) TO STDOUT", stop);
        var (text, bytes) = (new char[Portion], new byte[Encoding.UTF8.GetMaxByteCount(Portion)]);
        var (encoder, count) = (Encoding.UTF8.GetEncoder(), 0L);
        while (await rows.ReadAsync(text.AsMemory(), stop) is > 0 and var read)
        {
            // A line feed within a value is written in other characters.
            count += text.AsSpan(0, read).Count('\n');
            hash.AppendData(bytes, 0, encoder.GetBytes(text.AsSpan(0, read), bytes, flush: false));
        }
        return new TableDigest(table.Name, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}

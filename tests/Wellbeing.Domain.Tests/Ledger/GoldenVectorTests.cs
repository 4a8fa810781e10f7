using System.Text;
using System.Text.Json;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

/// <summary>
/// The vectors that every implementation of the ledger has to meet. Their results were computed by another one, in Python.
/// </summary>
public sealed class GoldenVectorTests
{
    private static readonly JsonElement Vectors = JsonElement.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Ledger", "vectors.json"))
    );

    public static TheoryData<string, string> Names =>
        [
            .. Vectors
                .EnumerateObject()
                .SelectMany(kind =>
                    kind.Value.EnumerateArray().Select(x => (kind.Name, x.GetProperty("name").GetString()!))
                ),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void the_result_is_the_same(string kind, string name)
    {
        var vector = Vectors.GetProperty(kind).EnumerateArray().Single(x => x.GetProperty("name").GetString() == name);
        var result = JsonSerializer.SerializeToElement(Result(kind, vector.GetProperty("given")));
        JsonElement.DeepEquals(result, vector.GetProperty("then")).ShouldBeTrue(result.GetRawText());
    }

    private static object Result(string kind, JsonElement given)
    {
        try
        {
            return kind switch
            {
                "canonical" => Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(given.GetString()!))),
                "event" => Event(given),
                _ => Convert.ToHexStringLower(
                    MerkleTree.RootOf([
                        .. given.EnumerateArray().SelectMany(x => Convert.FromHexString(x.GetString()!)),
                    ])
                ),
            };
        }
        catch (CanonicalJsonException refused)
        {
            return new Dictionary<string, string>
            {
                ["fault"] = JsonNamingPolicy.CamelCase.ConvertName($"{refused.Fault}"),
            };
        }
    }

    private static Dictionary<string, string> Event(JsonElement given)
    {
        var row = given.GetProperty("row");
        if (row.GetProperty("is_archived").GetBoolean() || row.GetProperty("bdata").ValueKind != JsonValueKind.Null)
            return new() { ["fault"] = "fixed" };
        var stored = new LedgerEvent(
            row.GetProperty("seq_id").GetInt64(),
            row.GetProperty("id").GetGuid(),
            Text(row, "stream_id") is { } stream ? Guid.Parse(stream) : null,
            row.GetProperty("version").GetInt64(),
            Encoding.UTF8.GetBytes(row.GetProperty("data").GetRawText()),
            row.GetProperty("type").GetString()!,
            row.GetProperty("timestamp").GetInt64(),
            row.GetProperty("headers") is { ValueKind: JsonValueKind.Object } headers
                ? Encoding.UTF8.GetBytes(headers.GetRawText())
                : (ReadOnlyMemory<byte>?)null,
            Text(row, "user_name"),
            Text(row, "correlation_id"),
            Text(row, "causation_id"),
            Text(row, "tenant_id"),
            Text(row, "mt_dotnet_type")
        );
        var leaf = new EventLeaf();
        var written = leaf.Leaf(stored).ToArray();
        written[0].ShouldBe(EventLeaf.Version);
        var result = new Dictionary<string, string>
        {
            ["leaf"] = Encoding.UTF8.GetString(written.AsSpan(1)),
            ["hash"] = Convert.ToHexStringLower(MerkleTree.HashLeaf(written)),
        };
        if (given.TryGetProperty("key", out var key))
        {
            var code = new byte[32];
            leaf.Authenticate(stored, new KeyedHash(Convert.FromHexString(key.GetString()!)), code);
            result["mac"] = Convert.ToBase64String(code);
        }
        return result;
    }

    private static string? Text(JsonElement row, string column) =>
        row.TryGetProperty(column, out var value) ? value.GetString() : null;
}

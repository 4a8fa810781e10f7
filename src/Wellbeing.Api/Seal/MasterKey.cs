namespace Wellbeing.Api.Seal;

/// <summary>
/// The secret that the host is given. Nothing is sealed under it: each use has a key of its own, derived under a distinct
/// label.
/// </summary>
internal sealed class MasterKey
{
    public const int Size = ByteKey.Size;

    /// <summary>Takes a copy of the bytes.</summary>
    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        var key = new ByteKey(bytes);
        Id = Convert.ToHexStringLower(key.Expand("master-key-id").Span[..8]);
        Check = key.Expand("master-key-check");
        Wrapping = key.Expand("key-wrapping");
    }

    /// <summary>A short public name, derived one way, so that an operator can tell two master keys apart.</summary>
    public string Id { get; }

    /// <summary>Stored beside the keys: a master key with another check is the wrong one.</summary>
    public ByteKey Check { get; }

    /// <summary>Wraps the subjects' keys and the root secret.</summary>
    public ByteKey Wrapping { get; }

    /// <inheritdoc />
    public override string ToString() => $"master key {Id}";
}

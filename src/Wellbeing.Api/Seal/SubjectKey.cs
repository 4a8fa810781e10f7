namespace Wellbeing.Api.Seal;

/// <summary>The key of one subject, an officer or a unit. Whoever holds it can open all texts about the subject.</summary>
internal sealed class SubjectKey
{
    public const int Size = 32;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy of the bytes.</summary>
    public SubjectKey(Guid subjectId, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes.", nameof(bytes));
        SubjectId = subjectId;
        _bytes = bytes.ToArray();
    }

    public Guid SubjectId { get; }

    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Names the subject and not the key, for logs.</summary>
    public override string ToString() => $"key of {SubjectId}";
}

namespace Wellbeing.Api.Seal;

/// <summary>The key of one subject, an officer or a unit. Whoever holds it can open all texts about the subject.</summary>
internal sealed class SubjectKey
{
    public const int Size = ByteKey.Size;

    private readonly ByteKey _key;

    /// <summary>Takes a copy of the bytes.</summary>
    public SubjectKey(Guid subjectId, ReadOnlySpan<byte> bytes) => (SubjectId, _key) = (subjectId, new ByteKey(bytes));

    public Guid SubjectId { get; }

    public ReadOnlySpan<byte> Span => _key.Span;

    /// <summary>Who hears of texts that do not open under it: it goes with the key, so that no reader can leave it out.</summary>
    public SealAlarms? Alarms { get; set; }

    /// <summary>Names the subject and not the key, for logs.</summary>
    public override string ToString() => $"key of {SubjectId}";
}

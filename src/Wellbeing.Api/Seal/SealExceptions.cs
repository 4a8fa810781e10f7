namespace Wellbeing.Api.Seal;

/// <summary>
/// Sealed text can be neither written nor read now: the keys database does not answer, or a key does not unwrap. It never
/// stands for an empty text.
/// </summary>
internal class SealUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Stored keys are wrapped under a master key that this host does not hold.</summary>
internal sealed class WrongMasterKeyException(KeyRing given, string? expected)
    : SealUnavailableException(
        $"The stored keys are wrapped under {(expected is null ? "another master key" : $"master key {expected}")}, "
            + $"this host was given {given}."
    );

/// <summary>A subject that nobody erased has no key: an alarm, since its texts cannot be read.</summary>
internal sealed class KeyMissingException(Guid subjectId)
    : SealUnavailableException($"Subject {subjectId} has no key and was not erased.")
{
    public Guid SubjectId { get; } = subjectId;
}

/// <summary>The stored key of a subject was altered, or belongs to another one: an alarm likewise.</summary>
internal sealed class KeyDamagedException(Guid subjectId, Exception? inner = null)
    : SealUnavailableException($"The stored key of subject {subjectId} does not unwrap.", inner)
{
    public Guid SubjectId { get; } = subjectId;
}

/// <summary>The subject was erased and its key destroyed: its texts are gone by intent.</summary>
internal sealed class SubjectErasedException(Guid subjectId) : Exception($"Subject {subjectId} was erased.")
{
    public Guid SubjectId { get; } = subjectId;
}

/// <summary>A sealed text was altered, or stands in another place or under another key than it was sealed for.</summary>
internal sealed class SealBrokenException(in SealContext context, Exception? inner = null)
    : SealUnavailableException(
        $"The sealed text in '{context.Field}' of event {context.EventId} was altered or belongs elsewhere.",
        inner
    );

/// <summary>No usable master key: the host does not start.</summary>
internal sealed class MasterKeyException(string message, Exception? inner = null) : Exception(message, inner);

using System.Collections.Concurrent;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Keys that are missing and texts that do not open, each until it opens again or its subject is erased. It holds ids
/// alone. Each process has its own.
/// </summary>
internal sealed partial class SealAlarms(ILogger<SealAlarms> log)
{
    private readonly ConcurrentDictionary<Guid, byte> _keys = [];
    private readonly Dictionary<Guid, HashSet<(Guid EventId, string Field)>> _texts = [];
    private readonly Lock _gate = new();
    private volatile bool _anyText;

    public bool AnyText => _anyText;

    public bool AnyKey => !_keys.IsEmpty;

    /// <summary>Some of those whose key is missing or does not unwrap, to be looked up again.</summary>
    public IReadOnlyCollection<Guid> WithoutKey(int most) => [.. _keys.Keys.Take(most)];

    /// <summary>A subject that nobody erased has no key, or one that does not unwrap.</summary>
    public void KeyLost(Guid subject)
    {
        if (_keys.TryAdd(subject, 0))
            LogKeyLost(subject);
    }

    public void KeyFound(Guid subject)
    {
        if (AnyKey && _keys.TryRemove(subject, out _))
            LogKeyFound(subject);
    }

    public void TextBroken(in SealContext place)
    {
        lock (_gate)
        {
            if (!_texts.TryGetValue(place.SubjectId, out var broken))
            {
                _texts[place.SubjectId] = broken = [];
                LogTextBroken(place.SubjectId, place.EventId, place.Field);
            }
            broken.Add((place.EventId, place.Field));
            _anyText = true;
        }
    }

    public void TextOpened(in SealContext place)
    {
        if (!_anyText)
            return;
        lock (_gate)
        {
            if (!_texts.TryGetValue(place.SubjectId, out var broken) || !broken.Remove((place.EventId, place.Field)))
                return;
            if (broken.Count == 0)
                Forget(place.SubjectId);
        }
    }

    /// <summary>What is gone by intent is no alarm.</summary>
    public void Erased(Guid subject)
    {
        KeyFound(subject);
        lock (_gate)
            Forget(subject);
    }

    private void Forget(Guid subject)
    {
        if (_texts.Remove(subject))
            LogTextsOpen(subject);
        _anyText = _texts.Count > 0;
    }

    [LoggerMessage(LogLevel.Error, "The key of subject {Subject} is missing or damaged, and nobody erased it.")]
    private partial void LogKeyLost(Guid subject);

    [LoggerMessage(LogLevel.Information, "The key of subject {Subject} is no longer missing.")]
    private partial void LogKeyFound(Guid subject);

    [LoggerMessage(LogLevel.Error, "A sealed text of subject {Subject} does not open: event {EventId}, {Field}.")]
    private partial void LogTextBroken(Guid subject, Guid eventId, string field);

    [LoggerMessage(LogLevel.Information, "No sealed text of subject {Subject} is known to be broken any more.")]
    private partial void LogTextsOpen(Guid subject);
}

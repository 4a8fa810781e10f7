using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>
/// A bounded number of unwrapped keys, each in a slot of one array that the garbage collector does not move, so that a key
/// that leaves is overwritten and leaves no copy here. Callers get copies: a key in use is never zeroed under its user.
/// When full, the second-chance rule finds a slot. A key lives no longer than <c>lifetime</c>, which bounds how long a node
/// that did not hear of an erasure can still open texts.
/// </summary>
internal sealed class KeyCache(int capacity, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _slots = [];
    private readonly byte[] _keys = GC.AllocateArray<byte>(capacity * SubjectKey.Size, pinned: true);
    private readonly Slot[] _owners = new Slot[capacity];
    private int _hand;
    private long _forgotten;

    /// <summary>To be taken before the database is read, and given to <see cref="Add" />.</summary>
    public long Ticket()
    {
        lock (_gate)
            return _forgotten;
    }

    public SubjectKey? Find(Guid subject)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(subject, out var slot))
                return null;
            if (time.GetElapsedTime(_owners[slot].Since) >= lifetime)
            {
                Clear(slot);
                return null;
            }
            _owners[slot].Used = true;
            return new SubjectKey(subject, Bytes(slot));
        }
    }

    /// <summary>Does nothing if a key was forgotten since the ticket: what was read before may be what was forgotten.</summary>
    public void Add(SubjectKey key, long ticket)
    {
        lock (_gate)
        {
            if (ticket != _forgotten)
                return;
            if (!_slots.TryGetValue(key.SubjectId, out var slot))
                slot = Free();
            key.Span.CopyTo(Bytes(slot));
            _owners[slot] = new Slot(key.SubjectId, time.GetTimestamp());
            _slots[key.SubjectId] = slot;
        }
    }

    public void Forget(Guid subject)
    {
        lock (_gate)
        {
            _forgotten++;
            if (_slots.TryGetValue(subject, out var slot))
                Clear(slot);
        }
    }

    private int Free()
    {
        while (true)
        {
            var slot = _hand;
            _hand = (_hand + 1) % capacity;
            if (_owners[slot].Used)
            {
                _owners[slot].Used = false;
                continue;
            }
            Clear(slot);
            return slot;
        }
    }

    private void Clear(int slot)
    {
        _slots.Remove(_owners[slot].Subject);
        _owners[slot] = default;
        CryptographicOperations.ZeroMemory(Bytes(slot));
    }

    private Span<byte> Bytes(int slot) => _keys.AsSpan(slot * SubjectKey.Size, SubjectKey.Size);

    private record struct Slot(Guid Subject, long Since)
    {
        public bool Used { get; set; }
    }
}

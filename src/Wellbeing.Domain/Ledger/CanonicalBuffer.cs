namespace Wellbeing.Domain.Ledger;

/// <summary>Bytes that grow and can be written anew from any place; kept for reuse.</summary>
public sealed class CanonicalBuffer(int capacity = 1024)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>How many bytes are written.</summary>
    public int Count { get; private set; }

    /// <summary>What is written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Span(bytes.Length));
        Count += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Write(byte unit)
    {
        Span(1)[0] = unit;
        Count++;
    }

    /// <summary>Forgets all from a place on, where 0 is the first.</summary>
    public void Truncate(int count = 0) => Count = count;

    /// <summary>Room of at least that size at the end, of which <see cref="Advance" /> takes what was used.</summary>
    public Span<byte> Span(int size)
    {
        if (_bytes.Length - Count < size)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Count + size));
        return _bytes.AsSpan(Count);
    }

    /// <summary>Takes what was written into the room at the end.</summary>
    public void Advance(int written) => Count += written;
}

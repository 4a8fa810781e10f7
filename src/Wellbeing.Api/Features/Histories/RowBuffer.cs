using System.Buffers;
using Npgsql;

namespace Wellbeing.Api.Features.Histories;

/// <summary>Rows' bytes, copied once from the database's answer into pooled memory.</summary>
internal sealed class RowBuffer : IBufferWriter<byte>, IDisposable
{
    // An entry of more bytes than this is asked for once more.
    private const int Expected = 4096;

    private readonly List<int> _ends = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _end;

    public int Count => _ends.Count;

    private int Start => _ends.Count == 0 ? 0 : _ends[^1];

    /// <summary>All that was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _end);

    /// <summary>What was written since the last item ended.</summary>
    public ReadOnlySpan<byte> Current => _bytes.AsSpan(Start.._end);

    /// <summary>The items; they point into pooled memory and end with this buffer.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items =>
        [.. _ends.Select((end, i) => (ReadOnlyMemory<byte>)_bytes.AsMemory((i == 0 ? 0 : _ends[i - 1])..end))];

    /// <summary>Copies a column's bytes as they are, whatever its type.</summary>
    public void Append(NpgsqlDataReader row, int column)
    {
        Reserve(Expected);
        var read = (int)row.GetBytes(column, 0, _bytes, _end, Expected);
        if (read == Expected)
        {
            var length = (int)row.GetBytes(column, 0, null, 0, 0);
            Reserve(length);
            read = (int)row.GetBytes(column, 0, _bytes, _end, length);
        }
        _end += read;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    /// <summary>Takes back the last bytes of the current item, such as the brace that closes an object.</summary>
    public void Unwrite(int count) => _end -= count;

    public void Clear()
    {
        _ends.Clear();
        _end = 0;
    }

    public void EndItem() => _ends.Add(_end);

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Reserve(int count)
    {
        if (_bytes.Length - _end >= count)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _end + count));
        _bytes.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

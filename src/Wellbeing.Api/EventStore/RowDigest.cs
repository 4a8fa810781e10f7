using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// A row in one form, whether it was computed or read: its columns as text, the key's first. Used again for row after row.
/// </summary>
internal sealed class RowDigest
{
    private const byte Separator = 0;
    private const byte Present = 1;

    private readonly CanonicalBuffer _buffer = new();
    private readonly CanonicalBuffer _json = new();
    private int _keys;
    private int _key;

    /// <summary>A number that stands for the key.</summary>
    public UInt128 Key => Number(_buffer.Written[.._key]);

    /// <summary>A number that stands for the whole row.</summary>
    public UInt128 Whole => Number(_buffer.Written);

    /// <summary>The key for people: its columns with commas between.</summary>
    public string KeyText =>
        Encoding
            .UTF8.GetString(_buffer.Written[..(_key - 1)])
            .Replace((char)Separator, ',')
            .Replace(((char)Present).ToString(), "", StringComparison.Ordinal);

    public void Begin(int keys)
    {
        _buffer.Truncate();
        (_keys, _key) = (keys, 0);
    }

    /// <summary>Adds a column. What is absent differs from what is empty, and what is below a microsecond is not stored.</summary>
    public void Add<T>(T value)
    {
        if (value is null)
        {
            AddNothing();
            return;
        }
        _buffer.Write(Present);
        if (value is byte[] bytes)
            _buffer.Write(bytes);
        else
            Text(
                value switch
                {
                    DateTimeOffset at => Instants.Text(at),
                    IFormattable some => some.ToString(null, CultureInfo.InvariantCulture),
                    _ => value.ToString()!,
                }
            );
        EndColumn();
    }

    /// <summary>Adds a column of JSON in its canonical form; what has none is not what a fold came to.</summary>
    public void AddJson(ReadOnlySpan<byte> json)
    {
        _buffer.Write(Present);
        try
        {
            _json.Truncate();
            CanonicalJson.Write(json, _json);
            _buffer.Write(_json.Written);
        }
        catch (CanonicalJsonException)
        {
            _buffer.Write(json);
        }
        EndColumn();
    }

    /// <summary>Adds a column without a value.</summary>
    public void AddNothing() => EndColumn();

    private void EndColumn()
    {
        _buffer.Write(Separator);
        if (--_keys == 0)
            _key = _buffer.Count;
    }

    private void Text(string text)
    {
        var room = _buffer.Span(Encoding.UTF8.GetMaxByteCount(text.Length));
        _buffer.Advance(Encoding.UTF8.GetBytes(text, room));
    }

    // Cut from SHA-256: a row that somebody made up to have another's number cannot be found.
    private static UInt128 Number(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

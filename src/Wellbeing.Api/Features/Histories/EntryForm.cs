using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Histories;

/// <summary>What a reader is given beside an entry's stored bytes: its wording, and for an auditor its sequence number.</summary>
/// <param name="Wording">The language to word it in, or null for none.</param>
/// <param name="Sequence">Whether the reader sees sequence numbers.</param>
/// <param name="Calendar">The bureau's days, in whose time zone times are told.</param>
/// <param name="BandAlone">Whether the reader sees of tests no more than the band.</param>
internal sealed record EntryForm(HistoryWording? Wording, bool Sequence, BureauCalendar Calendar, bool BandAlone)
{
    // An entry begins with its event's id and never changes: the ids say which bytes a page has.
    private static readonly int IdEnd = """{"id":"00000000-0000-0000-0000-000000000000""".Length;

    // A new release may word an entry differently.
    private static readonly Guid Release = typeof(EntryForm).Module.ModuleVersionId;

    // What was said of links, which may change while the entries do not.
    private readonly ArrayBufferWriter<byte> _linked = new();

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("asOf", typeof(DateTimeOffset), "Only what had happened by then."),
        new("knownAt", typeof(DateTimeOffset), "Only what was on record by then."),
        new("text", typeof(bool), "False leaves out the wording."),
    ];

    public static EntryForm Of(Query query, BureauCalendar calendar) =>
        new(
            query.Boolean("text") == false ? null : HistoryWording.In(Languages.Wording.Of(query.Context)),
            Caller.Of(query.Context).Roles.Contains(Role.Auditor),
            calendar,
            Assessments.BandAlone.Sees(AccessScopes.As(query.Context), own: false)
        );

    /// <summary>The same for the officer, where the reader is that.</summary>
    public EntryForm For(bool own) => own ? this with { BandAlone = false } : this;

    /// <summary>The tag of a page of finished entries: by their ids, and by what they are linked with.</summary>
    public string TagOf(IReadOnlyList<ReadOnlyMemory<byte>> items, bool more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Release} {more} {Sequence} {BandAlone} {Wording?.Language} "));
        foreach (var item in items)
            hash.AppendData(item.Span[..IdEnd]);
        hash.AppendData(_linked.WrittenSpan);
        return Page.TagOf(hash.GetHashAndReset());
    }

    /// <summary>Completes the entry that was just written to the buffer, and ends it.</summary>
    public void Finish(RowBuffer rows, long seq, EntryLinks links)
    {
        if (BandAlone && Assessments.BandAlone.Concerns(rows.Current))
        {
            var shown = Assessments.BandAlone.OfEntry(rows.Current);
            rows.Unwrite(rows.Current.Length);
            rows.Append(shown);
        }
        var text = Wording?.Text(rows.Current, Calendar);
        var linked = links.Of(rows.Current);
        if (Sequence || text is not null || linked.Length > 0)
        {
            rows.Unwrite(1);
            if (linked.Length > 0)
            {
                rows.Append(",\"links\":"u8);
                rows.Append(linked);
                _linked.Write(linked);
            }
            if (Sequence)
            {
                rows.Append(",\"seq\":"u8);
                Utf8Formatter.TryFormat(seq, rows.GetSpan(20), out var digits);
                rows.Advance(digits);
            }
            if (text is not null)
            {
                rows.Append(",\"text\":\""u8);
                rows.Append(JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes);
                rows.Append("\""u8);
            }
            rows.Append("}"u8);
        }
        rows.EndItem();
    }
}

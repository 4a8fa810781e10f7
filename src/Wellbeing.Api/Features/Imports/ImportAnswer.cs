using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Imports;

/// <summary>The lines of an import's answer.</summary>
internal static class ImportAnswer
{
    // A line may be wrong in a hundred places, and the answer stays shorter than the lines.
    private const int LongestDetail = 500;

    /// <summary>What a line may hold beside the totals.</summary>
    public static IReadOnlyList<Type> Lines { get; } =
    [typeof(ProgressLine), typeof(RejectedLine), typeof(FindingLine), typeof(FailedLine)];

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteRejection(IBufferWriter<byte> answer, LineOutcome.Rejected rejected, Wording wording) =>
        WriteLine(
            answer,
            json =>
            {
                json.WriteNumber("line", rejected.Line.Number);
                if (rejected.Line.Key is { } key)
                    json.WriteString("key", Short(key, ImportLine.LongestKey));
                json.WriteString("code", rejected.Why.Code);
                var detail = rejected.Why.Errors is { Any: true } errors
                    ? string.Join("; ", errors.In(wording).SelectMany(x => x.Value.Select(text => $"{x.Key} {text}")))
                    : wording.Text(
                        $"problems.{rejected.Why.Code}.detail",
                        ("rule", rejected.Why.Rule),
                        ("facts", rejected.Why.Facts)
                    );
                json.WriteString("detail", Short(detail, LongestDetail));
            }
        );

    public static void WriteFinding(IBufferWriter<byte> answer, ImportLine line, Finding finding) =>
        WriteLine(
            answer,
            json =>
            {
                json.WriteNumber("line", line.Number);
                json.WriteString("key", line.Key);
                json.WriteString("finding", finding.Code);
                json.WriteString("rule", finding.Rule);
            }
        );

    public static void WriteTotals(IBufferWriter<byte> answer, string? name, ImportTotals totals, int? line) =>
        WriteLine(
            answer,
            json =>
            {
                if (name is not null)
                    json.WriteStartObject(name);
                if (line is { } number)
                    json.WriteNumber("lines", number);
                json.WriteNumber("accepted", totals.Accepted);
                json.WriteNumber("duplicates", totals.Duplicates);
                json.WriteNumber("rejected", totals.Rejected);
                json.WriteNumber("findings", totals.Findings);
                if (name is not null)
                    json.WriteEndObject();
            }
        );

    /// <summary>Says why the import broke off: at which line, and by which limit where it is one.</summary>
    public static void WriteFailure(
        IBufferWriter<byte> answer,
        string code,
        int line,
        long? limit,
        Wording wording,
        params (string Name, object? Value)[] args
    ) =>
        WriteLine(
            answer,
            json =>
            {
                json.WriteString("failed", code);
                json.WriteNumber("line", line);
                if (limit is { } most)
                    json.WriteNumber("limit", most);
                json.WriteString(
                    "detail",
                    wording.Text($"problems.{code}.detail", [("line", line), ("limit", limit), .. args])
                );
            }
        );

    private static void WriteLine(IBufferWriter<byte> answer, Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(answer, Writing))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        answer.Write("\n"u8);
    }

    // Never through the middle of a surrogate pair: half of one cannot be written.
    private static string Short(string text, int most) =>
        text.Length <= most ? text
        : char.IsHighSurrogate(text[most - 1]) ? string.Concat(text.AsSpan(0, most - 1), "…")
        : string.Concat(text.AsSpan(0, most), "…");

    /// <summary>How far it has come.</summary>
    /// <param name="Progress">Counts of all lines so far.</param>
    private sealed record ProgressLine(ProgressCounts Progress);

    /// <param name="Lines">Lines read.</param>
    /// <param name="Accepted">Lines put on record.</param>
    /// <param name="Duplicates">Lines that were on record.</param>
    /// <param name="Rejected">Lines refused.</param>
    /// <param name="Findings">Breaches of a policy among the accepted.</param>
    private sealed record ProgressCounts(int Lines, int Accepted, int Duplicates, int Rejected, int Findings);

    /// <summary>A line that was refused.</summary>
    /// <param name="Line">Its number, from 1.</param>
    /// <param name="Key">Its key, where it could be read.</param>
    /// <param name="Code">The problem's code.</param>
    /// <param name="Detail">In the reader's language.</param>
    private sealed record RejectedLine(int Line, string? Key, string Code, string Detail);

    /// <summary>A line that was accepted although a policy was not kept.</summary>
    /// <param name="Line">Its number, from 1.</param>
    /// <param name="Key">Its key.</param>
    /// <param name="Finding">The breach's code.</param>
    /// <param name="Rule">The rule's source.</param>
    private sealed record FindingLine(int Line, string Key, string Finding, string Rule);

    /// <summary>Why it broke off; no totals follow.</summary>
    /// <param name="Failed">The problem's code.</param>
    /// <param name="Line">The line at which the import broke off; the lines before it are stored.</param>
    /// <param name="Limit">The limit that ended it, where it is one: bytes, lines or seconds, as the detail says.</param>
    /// <param name="Detail">In the reader's language.</param>
    private sealed record FailedLine(string Failed, int Line, long? Limit, string Detail);
}

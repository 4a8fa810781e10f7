using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Imports;

/// <summary>The lines of an import's answer.</summary>
internal static class ImportAnswer
{
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
                    json.WriteString("key", key);
                json.WriteString("code", rejected.Why.Code);
                var detail = rejected.Why.Errors is { Any: true } errors
                    ? string.Join("; ", errors.In(wording).SelectMany(x => x.Value.Select(text => $"{x.Key} {text}")))
                    : wording.Text($"problems.{rejected.Why.Code}.detail", ("rule", rejected.Why.Rule));
                json.WriteString("detail", detail);
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

    public static void WriteFailure(IBufferWriter<byte> answer, string code, Wording wording) =>
        WriteLine(
            answer,
            json =>
            {
                json.WriteString("failed", code);
                json.WriteString("detail", wording.Text($"problems.{code}.detail"));
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
    /// <param name="Detail">In the reader's language.</param>
    private sealed record FailedLine(string Failed, string Detail);
}

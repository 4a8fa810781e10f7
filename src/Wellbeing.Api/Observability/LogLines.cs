using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Wellbeing.Api.Commands;
using Wellbeing.Domain;

namespace Wellbeing.Api.Observability;

/// <summary>
/// The log outside Development: a JSON object a line. Of an exception it has the kinds and the stack and not the messages,
/// which may hold what somebody wrote; scopes, which hold paths, it leaves out.
/// </summary>
internal sealed class LogLines(TimeProvider clock) : ConsoleFormatter(Format)
{
    public const string Format = "wellbeing";

    private const int LongestMessage = 8_000;

    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Readable))
        {
            json.WriteStartObject();
            json.WriteString("at", clock.GetUtcNow());
            json.WriteString("level", EnumNames.Of(logEntry.LogLevel));
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("event", logEntry.EventId.Id);
            json.WriteString("message", Terminal.Short(logEntry.Formatter(logEntry.State, null), LongestMessage));
            if (Activity.Current is { } request)
                json.WriteString("traceId", request.TraceId.ToHexString());
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("exception", KindsOf(exception));
                json.WriteString("stack", exception.StackTrace);
            }
            json.WriteEndObject();
        }
        // JSON leaves characters as they are that turn a text round where it is shown.
        textWriter.WriteLine(Terminal.Plain(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length)));
    }

    private static string KindsOf(Exception exception) =>
        exception.InnerException is { } inner
            ? $"{exception.GetType().Name} < {KindsOf(inner)}"
            : exception.GetType().Name;
}

/// <summary>Puts the log's lines into the host.</summary>
internal static class Log
{
    public static void AddWellbeingLog(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
            return;
        builder.Logging.AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = LogLines.Format);
    }
}

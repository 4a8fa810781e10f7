using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using JasperFx.CommandLine;
using Spectre.Console;
using Wellbeing.Api.Features.Imports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Commands;

internal sealed class ImportInput
{
    // Flags may stand between files, which JasperFx then hands over in parts.
    [Description("Files of events, .ndjson or .ndjson.gz")]
    public IEnumerable<string> Files
    {
        get;
        set => field = [.. field, .. value];
    } = [];

    [FlagAlias("dry-run", true), Description("Store nothing")]
    public bool DryRun { get; set; }

    [FlagAlias("source", true), Description("The system within which keys count")]
    public string Source { get; set; } = "import";

    [FlagAlias("server", true), Description("The server's URL; else the one that runs here, or one for the time")]
    public string? Server { get; set; }
}

/// <summary>
/// Sends files to the import of the server that runs, or of one that it starts for the time. Status 0 only if nothing was
/// rejected.
/// </summary>
[Description("Import files of events")]
internal sealed class ImportCommand : Command<ImportInput>
{
    private const string NoImport = "What answers there is no import of Wellbeing.";

    // There are fewer codes of findings.
    private const int MostCodes = 200;

    private static readonly TimeSpan BetweenBars = TimeSpan.FromMilliseconds(100);

    public override async Task<int> RunAsync(ImportInput input, CancellationToken stop)
    {
        foreach (var file in input.Files)
        {
            if (Fault(file) is { } fault)
                throw new IOException(fault);
        }
        // Before a server is started for which there would be none.
        var token = Environment.GetEnvironmentVariable("WELLBEING_TOKEN") ?? DevelopmentToken(Role.Integrator);
        await using var server = await ServerAtHand.FindAsync(input.Server, stop);
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAllAsync(client, input, stop);
    }

    private static async Task<int> SendAllAsync(HttpClient client, ImportInput input, CancellationToken stop)
    {
        var sum = new ImportTotals(0, 0, 0, 0);
        var findings = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in input.Files)
        {
            if (await SendAsync(client, input, file, findings, stop) is not { } totals)
                return CommandLine.Failed;
            sum = new ImportTotals(
                sum.Accepted + totals.Accepted,
                sum.Duplicates + totals.Duplicates,
                sum.Rejected + totals.Rejected,
                sum.Findings + totals.Findings
            );
        }
        Terminal.WriteLine($"accepted {sum.Accepted}, duplicates {sum.Duplicates}, rejected {sum.Rejected}");
        if (findings.Count > 0)
            Terminal.WriteLine(
                $"findings {sum.Findings}: " + string.Join(", ", findings.Select(x => $"{x.Key} {x.Value}"))
            );
        return sum.Rejected == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    private static string? Fault(string file) =>
        Directory.Exists(file) ? $"{file} is a directory, not a file of events."
        : !File.Exists(file) ? $"{file} does not exist."
        : new FileInfo(file).Length == 0 ? $"{file} is empty."
        : null;

    private static async Task<ImportTotals?> SendAsync(
        HttpClient client,
        ImportInput input,
        string file,
        SortedDictionary<string, long> findings,
        CancellationToken stop
    )
    {
        ImportTotals? totals = null;
        await Bars.Create()
            .StartAsync(async progress =>
            {
                var sending = progress.AddTask(
                    Markup.Escape(Terminal.Plain(Path.GetFileName(file))),
                    true,
                    new FileInfo(file).Length
                );
                await using var content = File.OpenRead(file);
                using var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    $"/api/v1/imports?source={Uri.EscapeDataString(input.Source)}&dryRun={(input.DryRun ? "true" : "false")}"
                )
                {
                    Content = new StreamContent(content),
                };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                if (IsGzip(content))
                    request.Content.Headers.ContentEncoding.Add("gzip");
                var answered = AnswerAsync();
                while (await Task.WhenAny(answered, Task.Delay(BetweenBars, CancellationToken.None)) != answered)
                    sending.Value = content.Position;
                totals = await answered;

                async Task<ImportTotals?> AnswerAsync()
                {
                    try
                    {
                        using var answer = await client.SendAsync(
                            request,
                            HttpCompletionOption.ResponseHeadersRead,
                            stop
                        );
                        return await ReadAsync(answer, findings, stop);
                    }
                    catch (Exception failure) when (IsCut(failure))
                    {
                        // The server went away: without totals the import broke off, which is said below.
                        return null;
                    }
                }
            });
        if (totals is null)
            Terminal.WriteErrorLine(
                $"{file}: the import broke off; "
                    + (input.DryRun ? "it was to store nothing." : "what came before is on record, send it again.")
            );
        return totals;
    }

    private static async Task<ImportTotals?> ReadAsync(
        HttpResponseMessage answer,
        SortedDictionary<string, long> findings,
        CancellationToken stop
    )
    {
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException(
                $"The server refused the import: {(int)answer.StatusCode} {Terminal.Short(answer.ReasonPhrase)}."
                    + await WhyAsync(answer, stop)
            );
        // Whatever answers there, a line of it is no longer than a line of an import.
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        await foreach (var (_, line) in new LineReader(body).ReadAsync(stop))
        {
            var said = Understood(() => line is { } utf8 ? JsonElement.Parse(utf8.Span) : default);
            if (said.ValueKind != JsonValueKind.Object)
                throw new InvalidOperationException(NoImport);
            if (said.TryGetProperty("accepted", out _))
                return Understood(() => said.Deserialize<ImportTotals>(JsonSerializerOptions.Web));
            if (said.TryGetProperty("finding", out _))
                Count(findings, Text(said, "finding"));
            else if (said.TryGetProperty("code", out _))
                Terminal.WriteErrorLine(Rejection(said));
            else if (said.TryGetProperty("failed", out _))
                Terminal.WriteErrorLine(Text(said, "detail"));
        }
        return null;
    }

    private static async Task<string> WhyAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.Content.Headers.ContentType?.MediaType != Problems.ContentType)
            return "";
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        await foreach (var (_, line) in new LineReader(body).ReadAsync(stop))
            return line is { } utf8 ? $" {Understood(() => Text(JsonElement.Parse(utf8.Span), "detail"))}" : "";
        return "";
    }

    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException(NoImport, e);
        }
    }

    private static void Count(SortedDictionary<string, long> findings, string code)
    {
        if (findings.Count < MostCodes || findings.ContainsKey(code))
            findings[code] = findings.GetValueOrDefault(code) + 1;
    }

    private static string Text(JsonElement said, string name) =>
        said.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? Terminal.Short(value.ToString())
            : "";

    private static bool IsCut(Exception failure) =>
        failure is HttpIOException or IOException || failure is HttpRequestException { StatusCode: null };

    private static string Rejection(JsonElement said) =>
        $"line {Text(said, "line")}"
        + $"{(Text(said, "key") is { Length: > 0 } key ? $" ({key})" : "")}: "
        + $"{Text(said, "code")}: {Text(said, "detail")}";

    /// <summary>The lines of a file as the import reads them, packed or not; null stands for one that is too long.</summary>
    public static IAsyncEnumerable<(int Number, ReadOnlyMemory<byte>? Utf8)> LinesOf(
        FileStream content,
        CancellationToken stop
    ) => IsGzip(content) ? WholeGzip.ReadAsync(content, stop: stop) : new LineReader(content).ReadAsync(stop);

    private static bool IsGzip(FileStream content)
    {
        var gzip = content.ReadByte() == 0x1F && content.ReadByte() == 0x8B;
        content.Position = 0;
        return gzip;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;
using Wellbeing.Api.Features.Imports;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

/// <summary>
/// Sends files to the import of the server that runs, or of one that it starts for the time. Status 0 only if nothing was
/// rejected.
/// </summary>
internal sealed class ImportCommand(string[] args) : Command
{
    private const string Usage =
        "usage: import FILE… [--dry-run] [--source NAME] [--server URL]; files are .ndjson or .ndjson.gz";

    private const string NoImport = "What answers there is no import of Wellbeing.";

    // There are fewer codes of findings.
    private const int MostCodes = 200;

    private readonly List<string> _files = [];
    private string _source = "import";
    private string? _server;
    private bool _dryRun;

    protected override async Task<int> ExecuteAsync(CancellationToken stop)
    {
        if (!Parse() || _files.Count == 0)
            return await MisusedAsync(Usage);
        foreach (var file in _files)
        {
            if (Fault(file) is { } fault)
                throw new IOException(fault);
        }
        // Before a server is started for which there would be none.
        var token = Environment.GetEnvironmentVariable("WELLBEING_TOKEN") ?? DevelopmentToken(Role.Integrator);
        await using var server = await ServerAtHand.FindAsync(_server, stop);
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAllAsync(client, stop);
    }

    private async Task<int> SendAllAsync(HttpClient client, CancellationToken stop)
    {
        var sum = new ImportTotals(0, 0, 0, 0);
        var findings = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var file in _files)
        {
            if (await SendAsync(client, file, findings, stop) is not { } totals)
                return Failed;
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
        return sum.Rejected == 0 ? Done : Failed;
    }

    private bool Parse()
    {
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--dry-run":
                    _dryRun = true;
                    break;
                case "--source" when i + 1 < args.Length:
                    _source = args[++i];
                    break;
                case "--server" when i + 1 < args.Length:
                    _server = args[++i];
                    break;
                case var option when option.StartsWith('-'):
                    return false;
                default:
                    _files.Add(args[i]);
                    break;
            }
        }
        return true;
    }

    private static string? Fault(string file) =>
        Directory.Exists(file) ? $"{file} is a directory, not a file of events."
        : !File.Exists(file) ? $"{file} does not exist."
        : new FileInfo(file).Length == 0 ? $"{file} is empty."
        : null;

    private async Task<ImportTotals?> SendAsync(
        HttpClient client,
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
                    $"/api/v1/imports?source={Uri.EscapeDataString(_source)}&dryRun={(_dryRun ? "true" : "false")}"
                )
                {
                    Content = new StreamContent(new CountedStream(content, sending.Increment)),
                };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                if (IsGzip(content))
                    request.Content.Headers.ContentEncoding.Add("gzip");
                try
                {
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
                    totals = await ReadAsync(answer, findings, stop);
                }
                catch (Exception failure) when (IsCut(failure))
                {
                    // The server went away: without totals the import broke off, which is said below.
                }
            });
        if (totals is null)
            Terminal.WriteErrorLine(
                $"{file}: the import broke off; "
                    + (_dryRun ? "it was to store nothing." : "what came before is on record, send it again.")
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

    /// <summary>A stream that says how much of it was read.</summary>
    private sealed class CountedStream(Stream inner, Action<double> read) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int bytes)
        {
            read(bytes);
            return bytes;
        }
    }
}

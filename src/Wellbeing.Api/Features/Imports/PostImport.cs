using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Primitives;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Imports;

/// <summary>What an import came to.</summary>
internal sealed record ImportTotals(long Accepted, long Duplicates, long Rejected, long Findings);

/// <summary>
/// Events of another system are put on record, a line each, as they stream in. The answer streams too: rejected lines,
/// findings and progress, and at its end the totals; without them the import broke off and is simply sent again.
/// </summary>
internal sealed class PostImport(
    EventJournal journal,
    NpgsqlDataSource database,
    KeyStore keys,
    KeyedIds ids,
    BureauCalendar calendar,
    PoliciesInForce policies,
    ConcurrencyLimits concurrency,
    RequestLimits limits
)
{
    private const int BatchLines = 1000;
    private const int BatchBytes = 4 * 1024 * 1024;

    // To read the rest of the answer when the last line is stored.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(1);

    private const int LongestSource = 100;
    public const string MediaType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/imports", (HttpContext http, PostImport import) => import.HandleAsync(http))
            .DisableRequestTimeout()
            .WithMetadata(new CountsAs(RequestKind.Imports))
            .AllowRoles(Role.Integrator)
            .Describe(
                new Operation(Does.Post, "importEvents", "Imports events of another system, one a line")
                {
                    Requests = [typeof(ImportLine.Envelope)],
                    RequestType = MediaType,
                    Examples =
                    [
                        """
                        {
                          "key": "8115301-formed", "stream": "unit/8115301", "type": "unit_formed",
                          "occurredAt": "2017-07-01T00:00:00Z", "actor": "requester-0af174f7",
                          "data": { "unitCode": "SH-07", "name": "Dongtai central station", "kind": "frontline" }
                        }
                        """,
                    ],
                    Answer = typeof(ImportTotals),
                    Lines = ImportAnswer.Lines,
                    Unreadable = [ForeignEncodingException.Code],
                    Types = [MediaType],
                    Query =
                    [
                        new("dryRun", typeof(bool), "Decides and counts the same, and stores nothing."),
                        new("source", typeof(string), "The system whose keys these are; import without it.")
                        {
                            MaxLength = LongestSource,
                        },
                    ],
                }
            );

    private async Task<IResult> HandleAsync(HttpContext http)
    {
        var query = new Query(http);
        var dryRun = query.Boolean("dryRun") ?? false;
        var source = query.Text("source", LongestSource) ?? "import";
        if (query.Refusal() is { } refusal)
            return refusal;
        if (Encoding(http.Request) is not { } gzip)
            return Problems.Of(http, StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type");
        ids.Demand();
        using var turn = dryRun ? await concurrency.TakeAsync(http, RequestKind.DryRuns) : null;
        if (turn is { IsAcquired: false })
            return concurrency.Refusal(http, RequestKind.DryRuns);
        var deadlines = dryRun ? limits.DryRuns : limits.Imports;
        var body = TimedBody.Of(http, deadlines, limits.Import.Bytes);
        var lines = gzip
            ? WholeGzip.ReadAsync(body, limits.Import)
            : new LineReader(body, limits.Import).ReadAsync(CancellationToken.None);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        over.CancelAfter(deadlines.Total + Afterwards);
        await using var spool = new Spool(limits.Import.Unread);
        var answer = new ImportReply(http, spool, Wording.Of(http), limits.Import, over.Token);
        try
        {
            await RunAsync(http, lines, source, dryRun, answer, over.Token);
        }
        catch (ForeignEncodingException foreign)
        {
            return Problems.Of(
                http,
                StatusCodes.Status400BadRequest,
                ForeignEncodingException.Code,
                ("encoding", foreign.Encoding),
                ("line", foreign.Line)
            );
        }
        catch (OperationCanceledException)
            when (over.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            if (!answer.HasBegun)
                return Problems.Of(http, StatusCodes.Status503ServiceUnavailable, "unavailable");
            http.Abort();
        }
        return Results.Empty;
    }

    private async Task RunAsync(
        HttpContext http,
        IAsyncEnumerable<(int, ReadOnlyMemory<byte>?)> body,
        string source,
        bool dryRun,
        ImportReply answer,
        CancellationToken stop
    )
    {
        try
        {
            await using var connections = new ImportConnections(database, dryRun);
            await StoreAsync(http, body, source, connections, answer, stop);
        }
        finally
        {
            // Outcomes of stored lines are answered even after a failure; writing them holds no database connection.
            await answer.EndAsync();
        }
    }

    private async Task StoreAsync(
        HttpContext http,
        IAsyncEnumerable<(int, ReadOnlyMemory<byte>?)> body,
        string source,
        ImportConnections connections,
        ImportReply answer,
        CancellationToken stop
    )
    {
        var importer = new Importer(
            journal,
            keys,
            calendar,
            policies,
            connections,
            new Author(
                "",
                Activity.Current?.TraceId.ToHexString(),
                Caller.Of(http).Sub.Id,
                Caller.NameOf(Role.Integrator)
            )
        );
        var batches = Channel.CreateBounded<IReadOnlyList<ImportLine>>(2);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reading = ReadAsync(body, source, batches.Writer, ending.Token);
        try
        {
            await foreach (var outcomes in importer.TakeAsync(batches.Reader.ReadAllAsync(stop), stop))
                await answer.WriteAsync(outcomes);
            var (line, brokenOff) = await reading;
            answer.BodyIsRead();
            await answer.EndAsync(line, brokenOff);
        }
        catch (ImportBrokenOffException limit)
        {
            // A limit of the answer is reported at once; a limit of the body only when every line before it is stored.
            answer.BodyIsRead();
            await answer.EndAsync(limit.Line ?? 1, limit);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAny(reading);
        }
    }

    /// <summary>
    /// Reads and binds lines ahead of their storing: that needs no database, so both go on at once. Answers at which line the
    /// body ended, and what ended it where that was not its sender.
    /// </summary>
    private async Task<(int Line, Exception? BrokenOff)> ReadAsync(
        IAsyncEnumerable<(int Number, ReadOnlyMemory<byte>? Utf8)> body,
        string source,
        ChannelWriter<IReadOnlyList<ImportLine>> batches,
        CancellationToken stop
    )
    {
        var (lines, bytes, last) = (new List<ImportLine>(BatchLines), 0, 0);
        var (encoding, begun) = (new ForeignEncoding(), false);
        try
        {
            Exception? brokenOff = null;
            await using var each = body.GetAsyncEnumerator(stop);
            while (await NextAsync())
            {
                var (number, utf8) = each.Current;
                (last, bytes) = (number, bytes + (utf8?.Length ?? 0));
                if (utf8 is { } read && encoding.Of(read.Span) is { } foreign)
                {
                    brokenOff = new ForeignEncodingException(foreign, number);
                    // A file that shows it at once is refused as a whole.
                    if (!begun)
                        lines.Clear();
                    break;
                }
                lines.Add(
                    utf8 is { } text
                        ? ImportLine.Read(number, text, $"import {source}", ids)
                        : new ImportLine(number, null) { Rejected = new Rejection("line-too-long") }
                );
                if (lines.Count < BatchLines && bytes < BatchBytes)
                    continue;
                await batches.WriteAsync(lines, stop);
                begun = true;
                (lines, bytes) = (new List<ImportLine>(BatchLines), 0);
            }
            // The lines before the limit or the damage are stored like any others.
            if (lines.Count > 0)
                await batches.WriteAsync(lines, stop);
            batches.Complete();
            return (
                brokenOff switch
                {
                    ImportBrokenOffException { Line: { } line } => line,
                    ForeignEncodingException foreign => foreign.Line,
                    _ => last + 1,
                },
                brokenOff
            );

            async ValueTask<bool> NextAsync()
            {
                try
                {
                    return await each.MoveNextAsync();
                }
                catch (Exception fault) when (fault is InvalidDataException or ImportBrokenOffException)
                {
                    brokenOff = fault;
                    return false;
                }
            }
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
            return (last + 1, failure);
        }
    }

    /// <summary>Whether the body is compressed; null for a body of a kind that is not taken.</summary>
    private static bool? Encoding(HttpRequest request) =>
        request.ContentType is not { } type
        || !type.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            ? null
            : request.Headers.ContentEncoding switch
            {
                { Count: 0 } => false,
                var encoding when StringValues.Equals(encoding, "identity") => false,
                var encoding when StringValues.Equals(encoding, "gzip") => true,
                _ => null,
            };
}

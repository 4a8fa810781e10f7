using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Npgsql;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
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
    PoliciesInForce policies
)
{
    private const int BatchLines = 1000;
    private const int LongestSource = 100;
    private const string MediaType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/imports", (HttpContext http, PostImport import) => import.HandleAsync(http))
            .DisableRequestTimeout()
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
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        http.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        // Before the answer begins: a database that is away is still 503.
        ids.Demand();
        await using var reading = await PlanningConnection.OpenAsync(database, http.RequestAborted);
        await using var writing = dryRun ? null : await PlanningConnection.OpenAsync(database, http.RequestAborted);
        http.Response.ContentType = MediaType;
        var body = http.Request.Body;
        var lines = gzip ? WholeGzip.ReadAsync(body) : new LineReader(body).ReadAsync(CancellationToken.None);
        await using var spool = new Spool();
        var answering = spool.CopyToAsync(http.Response.Body, http.RequestAborted);
        try
        {
            await RunAsync(http, lines, spool, source, reading.Value, writing?.Value);
        }
        finally
        {
            spool.End();
            await answering;
        }
        return Results.Empty;
    }

    private async Task RunAsync(
        HttpContext http,
        IAsyncEnumerable<(int, ReadOnlyMemory<byte>?)> body,
        Spool spool,
        string source,
        NpgsqlConnection reading,
        NpgsqlConnection? writing
    )
    {
        var stop = http.RequestAborted;
        var answer = new ArrayBufferWriter<byte>(64 * 1024);
        var totals = new ImportTotals(0, 0, 0, 0);
        var wording = Wording.Of(http);
        // A dry run is the same run in a transaction that is never committed.
        await using var transaction = writing is null ? await reading.BeginTransactionAsync(stop) : null;
        if (transaction is not null)
            await HoldOffRebuildsAsync(reading, stop);
        var importer = new Importer(
            journal,
            keys,
            calendar,
            policies,
            reading,
            writing ?? reading,
            new Author(
                "",
                Activity.Current?.TraceId.ToHexString(),
                Caller.Of(http).Sub.Id,
                Caller.NameOf(Role.Integrator)
            )
        );
        var batches = Channel.CreateBounded<IReadOnlyList<ImportLine>>(2);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var reader = ReadAsync(body, source, batches.Writer, ending.Token);
        try
        {
            await foreach (var outcomes in importer.TakeAsync(batches.Reader.ReadAllAsync(stop), stop))
            {
                foreach (var outcome in outcomes)
                    totals = Count(outcome, totals, answer, wording);
                ImportAnswer.WriteTotals(answer, "progress", totals, outcomes[^1].Line.Number);
                await spool.WriteAsync(answer.WrittenMemory, stop);
                answer.ResetWrittenCount();
            }
            await reader;
            ImportAnswer.WriteTotals(answer, null, totals, null);
        }
        catch (InvalidDataException)
        {
            // The one fault that is the sender's: all before it is on record, and no totals say that it broke off.
            ImportAnswer.WriteFailure(answer, "damaged-gzip", wording);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAny(reader);
        }
        await spool.WriteAsync(answer.WrittenMemory, stop);
    }

    private static async Task HoldOffRebuildsAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock_shared({Locks.DryRun})", connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Reads and binds lines ahead of their storing: that needs no database, so both go on at once.</summary>
    private async Task ReadAsync(
        IAsyncEnumerable<(int, ReadOnlyMemory<byte>?)> body,
        string source,
        ChannelWriter<IReadOnlyList<ImportLine>> batches,
        CancellationToken stop
    )
    {
        var lines = new List<ImportLine>(BatchLines);
        try
        {
            await foreach (var (number, utf8) in body.WithCancellation(stop))
            {
                lines.Add(
                    utf8 is { } text
                        ? ImportLine.Read(number, text, $"import {source}", ids)
                        : new ImportLine(number, null) { Rejected = new Rejection("line-too-long") }
                );
                if (lines.Count < BatchLines)
                    continue;
                await batches.WriteAsync(lines, stop);
                lines = new List<ImportLine>(BatchLines);
            }
            if (lines.Count > 0)
                await batches.WriteAsync(lines, stop);
            batches.Complete();
        }
        catch (InvalidDataException)
        {
            // What came before the damage is as good as any; it is told once that is stored.
            if (lines.Count > 0)
                await batches.WriteAsync(lines, stop);
            batches.Complete();
            throw;
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
        }
    }

    private static ImportTotals Count(
        LineOutcome outcome,
        ImportTotals totals,
        IBufferWriter<byte> answer,
        Wording wording
    )
    {
        switch (outcome)
        {
            case LineOutcome.Accepted accepted:
                foreach (var finding in accepted.Findings)
                    ImportAnswer.WriteFinding(answer, accepted.Line, finding);
                return totals with
                {
                    Accepted = totals.Accepted + 1,
                    Findings = totals.Findings + accepted.Findings.Count,
                };
            case LineOutcome.Duplicate:
                return totals with { Duplicates = totals.Duplicates + 1 };
            case LineOutcome.Rejected rejected:
                ImportAnswer.WriteRejection(answer, rejected, wording);
                return totals with { Rejected = totals.Rejected + 1 };
            default:
                throw new InvalidOperationException("An outcome without a count.");
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

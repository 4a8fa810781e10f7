using System.Buffers;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// The answer of one import, as it grows. It begins with the first batch that is stored: what fails before has a status of
/// its own, a database that is away and a sender who sends nothing included.
/// </summary>
internal sealed class ImportReply(
    HttpContext http,
    Spool spool,
    Wording wording,
    ImportSizes sizes,
    CancellationToken stop
)
{
    private const int Portion = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _text = new(2 * Portion);
    private readonly IHttpMinResponseDataRateFeature? _rate = TimedBody.HasOwnRate(http)
        ? http.Features.Get<IHttpMinResponseDataRateFeature>()
        : null;

    private ImportTotals _totals = new(0, 0, 0, 0);
    private MinDataRate? _usual;
    private int _spooled;
    private Task? _sending;

    public bool HasBegun => _sending is not null;

    /// <summary>Adds what became of a batch.</summary>
    /// <exception cref="ImportBrokenOffException">The answer holds as much as it may.</exception>
    public async Task WriteAsync(IReadOnlyList<LineOutcome> outcomes)
    {
        Begin();
        foreach (var outcome in outcomes)
        {
            Count(outcome);
            if (_totals.Rejected >= sizes.Rejections)
                throw new ImportBrokenOffException("import-too-many-rejections", sizes.Rejections, outcome.Line.Number);
            if (_text.WrittenCount >= Portion)
                await SpoolAsync(outcome.Line.Number);
        }
        var last = outcomes[^1].Line.Number;
        ImportAnswer.WriteTotals(_text, "progress", _totals, last);
        await SpoolAsync(last);
    }

    /// <summary>From here on its reader has nothing else to do: it is read at the least rate of every answer.</summary>
    public void BodyIsRead()
    {
        // Before it has begun, the rate is the usual one already.
        if (HasBegun)
            _rate?.MinDataRate = _usual;
    }

    /// <summary>Ends with the totals, or with what broke the import off.</summary>
    public async Task EndAsync(int line, Exception? brokenOff)
    {
        switch (brokenOff)
        {
            case null:
                ImportAnswer.WriteTotals(_text, null, _totals, null);
                break;
            case ImportBrokenOffException { Code: TimedBody.Idle or TimedBody.TooLong } when !HasBegun && line == 1:
                throw new BadHttpRequestException("No line arrived in time.", StatusCodes.Status408RequestTimeout);
            case ImportBrokenOffException limit:
                ImportAnswer.WriteFailure(_text, limit.Code, line, limit.Limit, wording);
                break;
            case InvalidDataException:
                ImportAnswer.WriteFailure(_text, "damaged-gzip", line, null, wording);
                break;
            case ForeignEncodingException foreign when HasBegun:
                ImportAnswer.WriteFailure(
                    _text,
                    ForeignEncodingException.Code,
                    line,
                    null,
                    wording,
                    ("encoding", foreign.Encoding)
                );
                break;
            default:
                ExceptionDispatchInfo.Throw(brokenOff);
                break;
        }
        Begin();
        if (!await spool.WriteAsync(_text.WrittenMemory, last: true, stop))
            throw new InvalidOperationException("There was no room for the end of the answer.");
        _text.ResetWrittenCount();
    }

    /// <summary>Waits until its reader has what was written.</summary>
    public async Task EndAsync()
    {
        spool.End();
        if (_sending is not null)
            await _sending;
    }

    private void Begin()
    {
        if (HasBegun)
            return;
        // Many senders read nothing before all is sent: until then nobody is slow to read.
        _usual = _rate?.MinDataRate;
        _rate?.MinDataRate = null;
        http.Response.ContentType = PostImport.MediaType;
        _sending = spool.CopyToAsync(http.Response.Body, stop);
    }

    private async Task SpoolAsync(int line)
    {
        var written = await spool.WriteAsync(_text.WrittenMemory, last: false, stop);
        _text.ResetWrittenCount();
        if (!written)
            throw new ImportBrokenOffException("import-answer-unread", sizes.Unread, _spooled);
        _spooled = line;
    }

    private void Count(LineOutcome outcome)
    {
        switch (outcome)
        {
            case LineOutcome.Accepted accepted:
                foreach (var finding in accepted.Findings)
                    ImportAnswer.WriteFinding(_text, accepted.Line, finding);
                _totals = _totals with
                {
                    Accepted = _totals.Accepted + 1,
                    Findings = _totals.Findings + accepted.Findings.Count,
                };
                break;
            case LineOutcome.Duplicate:
                _totals = _totals with { Duplicates = _totals.Duplicates + 1 };
                break;
            case LineOutcome.Rejected rejected:
                ImportAnswer.WriteRejection(_text, rejected, wording);
                _totals = _totals with { Rejected = _totals.Rejected + 1 };
                break;
            default:
                throw new InvalidOperationException("An outcome without a count.");
        }
    }
}

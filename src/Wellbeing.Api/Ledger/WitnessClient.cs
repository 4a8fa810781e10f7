using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>What a witness said to a checkpoint.</summary>
internal abstract record WitnessAnswer
{
    private WitnessAnswer() { }

    /// <summary>It cosigned.</summary>
    /// <param name="Note">The checkpoint with the log's signatures and the cosignature, which has been verified.</param>
    /// <param name="At">When it says it did.</param>
    public sealed record Cosigned(SignedNote Note, DateTimeOffset At) : WitnessAnswer;

    /// <summary>It did not cosign, and why: another tree than it has seen, an unknown log, an answer that is not its own.</summary>
    /// <param name="Status">The HTTP status; 200 where the cosignature was not of the pinned key.</param>
    /// <param name="Reason">For operators.</param>
    /// <param name="Size">The size that it told, after 409.</param>
    public sealed record Refused(int Status, string Reason, long? Size = null) : WitnessAnswer;

    /// <summary>It gave no answer in time, or a fault of its own: nothing is known of what it thinks.</summary>
    public sealed record Unreachable(string Reason) : WitnessAnswer;
}

/// <summary>Yields the proof that the tree of one size begins like that of another.</summary>
internal delegate Task<IReadOnlyList<byte[]>> ConsistencyProof(long from, long to, CancellationToken cancellation);

/// <summary>Speaks to a witness. Nothing it answers is believed without a signature of a pinned key.</summary>
/// <param name="url">Where the witness is; a path is kept.</param>
/// <param name="key">The witness's pinned key.</param>
internal sealed class WitnessClient(Uri url, VerifierKey key) : IDisposable
{
    private const int MaxAnswer = 16 * 1024 * 1024;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + '/'),
        Timeout = _deadline,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    /// <summary>The witness's pinned key.</summary>
    public VerifierKey Key => key;

    /// <summary>Asks for a cosignature. Where the witness tells another size than this log remembers, it is asked once more from there.</summary>
    /// <param name="note">The checkpoint, signed by the log.</param>
    /// <param name="oldSize">The size that this witness cosigned last, as far as is remembered; 0 if not.</param>
    /// <param name="proofAsync">Is asked for proofs up to the size of the checkpoint.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<WitnessAnswer> AddCheckpointAsync(
        SignedNote note,
        long oldSize,
        ConsistencyProof proofAsync,
        CancellationToken cancellation
    )
    {
        var size = Checkpoint.TryParse(note.Text)!.Size;
        var answer = await AskAsync(note, Math.Min(oldSize, size), size, proofAsync, cancellation);
        return answer is WitnessAnswer.Refused { Size: { } told } && told != oldSize && told <= size
            ? await AskAsync(note, told, size, proofAsync, cancellation)
            : answer;
    }

    /// <summary>The latest checkpoint of a log that the witness holds.</summary>
    public async Task<WitnessAnswer> LatestAsync(string origin, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
        var (reply, unreachable) = await SendAsync(HttpMethod.Get, $"{hash}/checkpoint", null, cancellation);
        if (reply is null)
            return unreachable!;
        if (reply.Status != HttpStatusCode.OK)
            return new WitnessAnswer.Refused((int)reply.Status, "The witness holds no checkpoint of this log.");
        return
            SignedNote.TryParse(reply.Body) is { } note
            && Checkpoint.TryParse(note.Text)?.Origin == origin
            && note.CosignedAt(key) is { } at
            ? new WitnessAnswer.Cosigned(note, at)
            : new WitnessAnswer.Refused(200, "The checkpoint told is not cosigned by the pinned key.");
    }

    /// <summary>Has the witness keep a tombstone: a note of the log.</summary>
    /// <returns>Null when it is kept.</returns>
    public async Task<WitnessAnswer?> AddTombstoneAsync(SignedNote note, CancellationToken cancellation)
    {
        var (reply, unreachable) = await SendAsync(HttpMethod.Post, "tombstones", note.ToString(), cancellation);
        if (reply is null)
            return unreachable;
        return reply.Status == HttpStatusCode.OK ? null : Refusal(reply);
    }

    /// <summary>The tombstones of a log that the witness keeps and that these keys of the log have signed.</summary>
    /// <exception cref="WitnessUnreachableException">They cannot be told: a restore must not go on as if there were none.</exception>
    public async Task<IReadOnlyList<Tombstone>> TombstonesAsync(
        string origin,
        IReadOnlyList<VerifierKey> logKeys,
        CancellationToken cancellation
    )
    {
        var path = $"tombstones?origin={Uri.EscapeDataString(origin)}";
        var (reply, unreachable) = await SendAsync(HttpMethod.Get, path, null, cancellation);
        if (reply is null)
            throw new WitnessUnreachableException(unreachable!.Reason);
        if (reply.Status != HttpStatusCode.OK || TryRead(reply.Body) is not { } notes)
            throw new WitnessUnreachableException($"The witness answered {(int)reply.Status} and no tombstones.");
        return
        [
            .. notes
                .Select(SignedNote.TryParse)
                .Where(note => note?.IsSignedBy(logKeys) == true)
                .Select(note => Tombstone.TryParse(note!.Text))
                .OfType<Tombstone>()
                .Where(x => x.Origin == origin),
        ];
    }

    public void Dispose() => _http.Dispose();

    private async Task<WitnessAnswer> AskAsync(
        SignedNote note,
        long oldSize,
        long size,
        ConsistencyProof proofAsync,
        CancellationToken cancellation
    )
    {
        var proof = oldSize == 0 || oldSize == size ? [] : await proofAsync(oldSize, size, cancellation);
        var request = new WitnessRequest(oldSize, proof, note);
        var (reply, unreachable) = await SendAsync(HttpMethod.Post, "add-checkpoint", request.Text, cancellation);
        if (reply is null)
            return unreachable!;
        if (reply.Status != HttpStatusCode.OK)
            return Refusal(reply);
        var signatures = reply.Body.TrimEnd('\n').Split('\n').Select(NoteSignature.TryParse).OfType<NoteSignature>();
        var own = new SignedNote(
            note.Text,
            [.. signatures.Take(SignedNote.MaxSignatures - note.Signatures.Count)]
        ).SignaturesOf(key);
        var cosigned = note.With(own);
        return cosigned.CosignedAt(key) is { } at
            ? new WitnessAnswer.Cosigned(cosigned, at)
            : new WitnessAnswer.Refused(200, "The cosignature is not of the pinned key.");
    }

    private static WitnessAnswer Refusal(Reply reply) =>
        reply.Status switch
        {
            HttpStatusCode.Conflict when SizeOf(reply.Body) is { } size => new WitnessAnswer.Refused(
                409,
                "The witness has seen another size, or another tree of this size.",
                size
            ),
            HttpStatusCode.UnprocessableEntity => new WitnessAnswer.Refused(
                422,
                "The checkpoint does not extend what the witness has seen."
            ),
            HttpStatusCode.NotFound => new WitnessAnswer.Refused(404, "The witness does not know this log."),
            HttpStatusCode.Forbidden => new WitnessAnswer.Refused(
                403,
                "The witness does not know the key of this log."
            ),
            >= HttpStatusCode.InternalServerError => new WitnessAnswer.Unreachable(
                "The witness has a fault of its own."
            ),
            _ => new WitnessAnswer.Refused((int)reply.Status, "The witness does not take the request."),
        };

    private static long? SizeOf(string body) =>
        long.TryParse(body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static List<string>? TryRead(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<(Reply? Reply, WitnessAnswer.Unreachable? Unreachable)> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return (new(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation)), null);
        }
        catch (HttpRequestException)
        {
            return (null, new("The witness cannot be reached."));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, new($"The witness did not answer within {_deadline.TotalSeconds} s."));
        }
    }

    private sealed record Reply(HttpStatusCode Status, string Body);
}

/// <summary>A witness gave no answer that can be built upon.</summary>
internal sealed class WitnessUnreachableException(string message) : Exception(message);

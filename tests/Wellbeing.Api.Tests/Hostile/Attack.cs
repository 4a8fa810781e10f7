using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Sends one request after the other for a time, and keeps what was wrong with the answers.</summary>
internal sealed class Attack(Host.Running server, Contract contract, ulong seed, Func<string> log) : IDisposable
{
    private const int MostFailures = 20;
    private const int MostShown = 8;
    private const int LongestShown = 1500;

    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        }
    )
    {
        Timeout = Answer.Longest * 2,
    };

    private readonly Known _known = new();
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, string> _failures = [];
    private readonly Dictionary<string, int> _asked = [];
    private readonly HashSet<string> _accepted = [];
    private readonly SortedDictionary<int, int> _statuses = [];
    private readonly HashSet<(Guid, long)> _receipts = [];
    private int _cut;

    public IReadOnlyCollection<string> Failures => _failures.Values;

    public int Sent { get; private set; }

    public int Asked => _asked.Count;

    public double AcceptedShare =>
        (double)_statuses.Where(x => x.Key is < 300 or 304).Sum(x => x.Value) / Math.Max(Sent, 1);

    public async Task RunAsync(TimeSpan time, CancellationToken stop)
    {
        var requests = new Generator(
            contract,
            _known,
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)
        );
        // What begins a stream is asked for more often: the rest needs something to be there.
        var weighed = contract
            .Endpoints.SelectMany(x => Enumerable.Repeat(x, x.Operation.Responses!.ContainsKey("201") ? 4 : 1))
            .ToList();
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < time && _failures.Count < MostFailures; Sent++)
        {
            var dice = new Dice(seed, Sent);
            // Once each, then by chance.
            var endpoint = Sent < contract.Endpoints.Count ? contract.Endpoints[Sent] : dice.Of(weighed);
            var sent = requests.Next(dice, endpoint);
            _asked[$"{sent.Endpoint}"] = _asked.GetValueOrDefault($"{sent.Endpoint}") + 1;
            if (await AskAsync(sent, stop) is not { } answer)
                continue;
            _statuses[answer.Status] = _statuses.GetValueOrDefault(answer.Status) + 1;
            var faults = Faults(sent, answer).ToList();
            if (faults.Count > 0)
            {
                Fail(sent, answer, faults);
                continue;
            }
            if (answer.Accepted)
                _accepted.Add($"{sent.Endpoint}");
            requests.Learn(sent, answer);
            if (answer.Receipt is { } receipt)
                _receipts.UnionWith(receipt.Events.Select((_, back) => (receipt.Id, receipt.Version - back)));
        }
    }

    /// <summary>Asks the database whether what was accepted is there, and every stream without a hole.</summary>
    public async Task<IReadOnlyList<string>> LedgerFaultsAsync()
    {
        var holes = await server.Database.AskAsync<long>(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM events.mt_events AS e JOIN events.mt_streams AS s ON s.id = e.stream_id
                GROUP BY s.id, s.version
                HAVING min(e.version) <> 1 OR max(e.version) <> count(*) OR s.version <> count(*)) AS streams
            """
        );
        var there = await server.Database.AskAsync<long>(
            """
            SELECT count(*) FROM unnest($1, $2) AS receipt (id, version)
            JOIN events.mt_events AS e ON e.stream_id = receipt.id AND e.version = receipt.version
            """,
            _receipts.Select(x => x.Item1).ToArray(),
            _receipts.Select(x => x.Item2).ToArray()
        );
        return
        [
            .. holes == 0 ? [] : new[] { $"{holes} streams have holes or another version than their events" },
            .. there == _receipts.Count ? [] : new[] { $"of {_receipts.Count} accepted appends {there} are there" },
        ];
    }

    public string Summary()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"hostile: seed {seed}, {Sent} requests to {Asked} of {contract.Endpoints.Count} operations, {_receipts.Count} appends"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {string.Join(", ", _statuses.GroupBy(x => x.Key / 100).Select(x => $"{x.Key}xx {x.Sum(y => y.Value)}"))}; accepted {AcceptedShare:P1}; cut {_cut}"
        );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  {string.Join(", ", _statuses.Select(x => $"{x.Key}: {x.Value}"))}"
        );
        var never = contract.Endpoints.Select(x => $"{x}").Except(_accepted).ToList();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"  never accepted: {(never.Count == 0 ? "none" : string.Join(", ", never))}"
        );
        return text.ToString();
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer?> AskAsync(Sent sent, CancellationToken stop)
    {
        using var message = sent.Message(server.Address, Authorization(sent.Sender));
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
            var type = response.Content.Headers.ContentType?.MediaType;
            // Such an answer has no end.
            var body = type == "text/event-stream" ? [] : await response.Content.ReadAsByteArrayAsync(stop);
            return new Answer((int)response.StatusCode, response.Headers, type, body, watch.Elapsed)
            {
                Bare =
                    sent.Method == HttpMethod.Head
                    || ((sent.BelowTheService || (int)response.StatusCode is 414 or 431) && body.Length == 0),
            };
        }
        catch (HttpRequestException) when (sent.Body?.Length > Hostile.Sent.LongBody)
        {
            // Who is refused while still sending may find the connection closed before the answer is read.
            _cut++;
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            Fail(sent, null, [$"no answer: {failure.GetBaseException().Message}"]);
            return null;
        }
    }

    private static IEnumerable<string> Faults(Sent sent, Answer answer)
    {
        foreach (var fault in answer.Faults(sent.Endpoint))
            yield return fault;
        if (!answer.Accepted)
            yield break;
        foreach (var fault in sent.Faults())
            yield return $"{answer.Status} where {fault}";
    }

    private void Fail(Sent sent, Answer? answer, List<string> faults)
    {
        // The same fault at the same place is told once.
        var kind = $"{sent.Endpoint} {faults[0]}";
        if (_failures.ContainsKey(kind))
            return;
        var whole = sent.Shown();
        var file = Path.Combine(Path.GetTempPath(), $"wellbeing-hostile-{seed}-{Sent}.txt");
        File.WriteAllText(file, whole);
        _failures[kind] = $"""

            {string.Join("\n  ", faults.Prepend($"{sent.Endpoint}").Take(MostShown))}
            seed {seed}, request {Sent} ({sent.Manner}), whole in {file}:
            {Head(whole)}
            answer {answer?.Status}: {Head(answer?.Text ?? "")}
            log: {Head(log().Split("A request failed").Skip(1).LastOrDefault() ?? "")}
            """;
    }

    private static string Head(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "…";

    private string? Authorization(Sender sender)
    {
        if (sender.Header is { } header)
            return header;
        var key = $"{sender}";
        return _tokens.TryGetValue(key, out var token)
            ? token
            : _tokens[key] = $"Bearer {server.Token(sender.Role!.Value, sender.Unit, sender.Badge)}";
    }
}

using System.Text.Json;
using CsCheck;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Makes requests from the document, what is known, and chance.</summary>
internal sealed class Generator(Contract contract, Known known, DateOnly today)
{
    private static readonly (int Share, Manner Manner)[] Manners =
    [
        (50, Manner.Right),
        (15, Manner.Edge),
        (15, Manner.Wrong),
        (13, Manner.Strange),
        (5, Manner.Deep),
        (2, Manner.Huge),
    ];

    private readonly Dictionary<Endpoint, SortedSet<Role>> _may = [];
    private readonly Dictionary<Endpoint, SortedSet<Role>> _mayNot = [];
    private readonly Dictionary<string, Endpoint> _makers = [];
    private readonly Queue<Sent> _accepted = new();
    private readonly Queue<(string Path, Sender Sender)> _links = new();
    private readonly List<string> _tags = ["\"1\""];

    /// <summary>The next request.</summary>
    /// <param name="dice">Its chance.</param>
    /// <param name="endpoint">Where it goes, unless chance has it go after a link or once more as an earlier one.</param>
    public Sent Next(Dice dice, Endpoint endpoint)
    {
        if (_accepted.Count > 0 && dice.Percent(3))
            return dice.Of([.. _accepted]);
        if (_links.Count > 0 && dice.Percent(3) && Follow(dice) is { } followed)
            return followed;
        var manner = dice.Draw(Gen.Frequency(Manners));
        var values = new Values(dice, known, manner, today);
        var method = dice.Percent(1)
            ? new HttpMethod(dice.Of(["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW", "POST", "GET"]))
            : endpoint.Method;
        var meant = contract.Find(method, endpoint.Path) ?? endpoint;
        var body =
            method == HttpMethod.Get || method == HttpMethod.Head
                ? null
                : new Bodies(dice, values, manner, _makers).Of(meant);
        var zipped = body is not null && meant.Body?.Type == Bodies.Lines && dice.Percent(20);
        return new Sent(
            meant,
            method,
            new Targets(dice, known, values, manner).Of(meant),
            Sender(dice, meant),
            [.. new HeaderLines(dice, manner, _tags).Of(meant, body is not null, zipped)],
            zipped ? Bodies.Zipped(body!) : body,
            Chunked: dice.Percent(10)
        )
        {
            Manner = manner,
        };
    }

    /// <summary>Learns what there is and who may.</summary>
    public void Learn(Sent sent, Answer answer)
    {
        if (sent.Sender.Role is { } role && (answer.Accepted || answer.Status == 403))
            Roles(answer.Accepted ? _may : _mayNot, sent.Endpoint).Add(role);
        if (!answer.Accepted || sent.Method != sent.Endpoint.Method)
            return;
        foreach (var name in sent.Names)
            known.Found(name);
        if (answer.Headers.ETag is { } tag)
            Keep(tag.ToString());
        if (answer.Headers.Location is { } location)
            Keep(location.ToString(), sent.Sender);
        if (answer.Headers.TryGetValues("Link", out var links))
            Keep(links.First().Split('>')[0].TrimStart('<'), sent.Sender);
        foreach (var document in answer.Documents.Take(20))
            known.Learn(document, sent.Endpoint.Answers);
        if (sent.Endpoint.Method == HttpMethod.Get)
            return;
        if (answer.Receipt is { } receipt)
        {
            foreach (var type in receipt.Events)
                _makers[type] = sent.Endpoint;
            if (sent.Body is { Length: > 1 and < 10_000 } body)
                known.Learn(JsonElement.Parse(body), sent.Endpoint.Subject);
        }
        _accepted.Enqueue(sent);
        if (_accepted.Count > 50)
            _accepted.Dequeue();
    }

    private void Keep(string tag)
    {
        if (_tags.Count == 50)
            _tags.RemoveAt(0);
        _tags.Add(tag);
    }

    private void Keep(string link, Sender sender)
    {
        if (_links.Count == 50)
            _links.Dequeue();
        _links.Enqueue((link, sender));
        known.LearnQuery(link);
    }

    private static SortedSet<Role> Roles(Dictionary<Endpoint, SortedSet<Role>> kept, Endpoint endpoint) =>
        kept.TryGetValue(endpoint, out var roles) ? roles : kept[endpoint] = [];

    private Sent? Follow(Dice dice)
    {
        var (link, sender) = dice.Of([.. _links]);
        return contract.Find(HttpMethod.Get, link.Split('?')[0]) is { } endpoint
            ? new Sent(endpoint, HttpMethod.Get, link, sender, [], null, Chunked: false)
            : null;
    }

    private Sender Sender(Dice dice, Endpoint endpoint)
    {
        if (dice.Percent(3))
            return new(
                null,
                Header: dice.Of([
                    "",
                    "Bearer",
                    "Bearer x.y.z",
                    "Basic eDp5",
                    "Bearer 谈",
                    "Bearer " + new string('x', 5_000),
                ])
            );
        // Mostly somebody who may, and best one who reaches something.
        var (did, refused) = (Roles(_may, endpoint), dice.Percent(90) ? Roles(_mayNot, endpoint) : []);
        List<Role> may = did.Count > 0 && dice.Percent(60) ? [.. did] : [.. Enum.GetValues<Role>().Except(refused)];
        return new(
            may.Count == 0 ? dice.Of(Enum.GetValues<Role>()) : dice.Of(may),
            dice.Percent(90) ? known.Pick(dice, "unitCode", "", isId: false) : null,
            dice.Percent(90) ? known.Pick(dice, "badgeNumber", "", isId: false) : null
        );
    }
}

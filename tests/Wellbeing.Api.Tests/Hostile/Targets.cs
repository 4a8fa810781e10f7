using Microsoft.OpenApi;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Paths and queries.</summary>
internal sealed class Targets(Dice dice, Known known, Values values, Manner manner)
{
    private static readonly string[] BadEscapes = ["%", "%2", "%zz", "%ff", "%c0%af", "%ed%a0%80", "a%00b", "%u4e2d"];

    public string Of(Endpoint endpoint) => Path(endpoint) + Query(endpoint);

    private string Path(Endpoint endpoint)
    {
        var path = endpoint.Path;
        foreach (var parameter in endpoint.In(ParameterLocation.Path))
            path = path.Replace($"{{{parameter.Name}}}", Segment(endpoint, parameter), StringComparison.Ordinal);
        return path;
    }

    private string Segment(Endpoint endpoint, IOpenApiParameter parameter)
    {
        if (manner == Manner.Strange && dice.Percent(15))
            return dice.Of(BadEscapes);
        if (manner == Manner.Huge && dice.Percent(15))
            return new string('x', dice.Of([300, 2_000, 9_000]));
        // An id's form is not always declared.
        var named = known.Pick(
            dice,
            parameter.Name!,
            endpoint.Before(parameter.Name!),
            parameter.Schema!.Format == "uuid" ? true : null
        );
        var text =
            named is not null && dice.Percent(manner == Manner.Right ? 95 : 80)
                ? named
                : values.Text(parameter.Schema!, parameter.Name!, endpoint.Subject);
        // The server would take an empty or a dotted segment out of the path, which then is another one.
        return text.Trim('.').Length == 0 ? "x" : Uri.EscapeDataString(text);
    }

    private string Query(Endpoint endpoint)
    {
        var pairs = endpoint
            .In(ParameterLocation.Query)
            .Where(x => x.Required || dice.Percent(20))
            .Select(x => $"{x.Name}={Escaped(values.Text(x.Schema!, x.Name!, endpoint.Subject))}")
            .ToList();
        if (pairs.Count > 0 && manner == Manner.Wrong && dice.Percent(30))
            pairs.Add(dice.Of(pairs));
        if (manner == Manner.Wrong && dice.Percent(20))
            pairs.Add(dice.Of(["unknown=1", "", "=", "limit", "Limit=1", "limit=", "cursor=AAAA", "a[b]=1"]));
        if (manner == Manner.Strange && dice.Percent(20))
            pairs.Add($"{dice.Of(["q", "unknown", .. BadEscapes])}={dice.Of(BadEscapes)}");
        if (manner == Manner.Huge && dice.Percent(20))
            pairs.Add($"unknown={new string('x', dice.Of([600, 5_000, 9_000]))}");
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    // Now and then as somebody writes it who does not know better.
    private string Escaped(string text)
    {
        var plain = text.Replace(' ', '+');
        return dice.Percent(5) && plain.All(c => c is > ' ' and < '\x7f' and not '#')
            ? plain
            : Uri.EscapeDataString(text);
    }
}

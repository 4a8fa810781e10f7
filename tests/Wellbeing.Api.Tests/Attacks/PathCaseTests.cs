using Microsoft.AspNetCore.Routing.Patterns;
using Shouldly;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Routes are found in any case: whatever goes by a path must not tell one case from another.</summary>
[Collection("one bureau")]
public sealed class PathCaseTests(Host host)
{
    // What each answer has of its own, and where the path is said again.
    private static readonly string[] ItsOwn = ["Date", "Link"];

    public static TheoryData<string> Every => [.. Matrix.All.Select(x => x.Endpoint)];

    [Theory]
    [MemberData(nameof(Every))]
    public async Task when_a_path_comes_in_another_case_it_is_answered_alike(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), EndpointLaws.Of(endpoint));
        var sample = await row.SampleAsync(server);
        var path = $"/api/v1/{sample.Path}";
        var right = server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0]));
        await AreAlikeAsync(server.Anonymous, row, path, "not json");
        if (row.MayNot.Any())
            await AreAlikeAsync(server.As(row.MayNot.First(), "U1", "P1"), row, path, "not json");
        await AreAlikeAsync(right, row, $"{path}{(path.Contains('?') ? '&' : '?')}nonsense=1", sample.Body);
        if (row.Method == HttpMethod.Get)
            await AreAlikeAsync(right, row, path, null);
    }

    [Theory]
    [InlineData("/livez", "/LIVEZ")]
    [InlineData("/readyz", "/Readyz/")]
    [InlineData("/api/v1/nothing", "/API/V1/nothing")]
    [InlineData("/api/v1/nothing", "/%41pi/v1/nothing")]
    [InlineData("/api", "/API")]
    [InlineData("/swagger/v1/swagger.json", "/SWAGGER/v1/Swagger.json")]
    [InlineData("/nothing", "/NOTHING")]
    public async Task the_same_holds_for_what_is_no_endpoint_of_the_api(string path, string cased)
    {
        var server = await host.RunAsync();
        var (one, other) = (await server.Anonymous.GetAsync(path), await server.Anonymous.GetAsync(cased));
        Headers(other).ShouldBe(Headers(one));
        other.Status.ShouldBe(one.Status);
    }

    private static async Task AreAlikeAsync(Client client, Row row, string path, object? body)
    {
        var one = await EndpointLaws.AskAsync(client, row, path, body);
        foreach (var another in new[] { Cased(row, path, char.ToUpperInvariant), Cased(row, path, Other) })
        {
            another.ShouldNotBe(path);
            var other = await EndpointLaws.AskAsync(client, row, another, body);
            other.Status.ShouldBe(one.Status, other.Text);
            // Others put something on record meanwhile: what is answered afterwards is the same then.
            if (Headers(other) != Headers(one))
                one = await EndpointLaws.AskAsync(client, row, path, body);
            Headers(other).ShouldBe(Headers(one), another);
        }
    }

    private static string Headers(Reply reply) =>
        string.Join(
            '\n',
            reply
                .Headers.Concat(reply.ContentHeaders)
                .Where(x => !ItsOwn.Contains(x.Key, StringComparer.OrdinalIgnoreCase))
                .Select(x => $"{x.Key}: {string.Join(", ", x.Value)}")
                .Order(StringComparer.Ordinal)
        );

    private static char Other(char letter) =>
        char.IsUpper(letter) ? char.ToLowerInvariant(letter)
        : letter % 2 == 0 ? char.ToUpperInvariant(letter)
        : letter;

    // Names of routes, and ids: what else a parameter holds, such as a unit's code, means what it says.
    private static string Cased(Row row, string path, Func<char, char> change)
    {
        var route = RoutePatternFactory.Parse(row.Endpoint.Split(' ')[1]);
        var (given, query) = path.Split('?') is [var before, var after] ? (before, $"?{after}") : (path, "");
        var parts = given[1..].Split('/');
        for (var i = 0; i < parts.Length && i < route.PathSegments.Count; i++)
        {
            if (route.PathSegments[i].Parts.All(x => x.IsLiteral) || Guid.TryParse(parts[i], out _))
                parts[i] = string.Concat(parts[i].Select(change));
        }
        return $"/{string.Join('/', parts)}{query}";
    }
}

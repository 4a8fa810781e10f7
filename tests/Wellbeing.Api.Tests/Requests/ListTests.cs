using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class ListTests
{
    private enum Kind
    {
        HomeVisit,
        Other,
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/api/v1/numbers", (HttpContext context) => Numbers(context)).AllowRoles(Role.Officer);
        app.MapGet("/api/v1/others", (HttpContext context) => Numbers(context)).AllowRoles(Role.Officer);
    }

    private static IResult Numbers(HttpContext context)
    {
        var query = new Query(context);
        var read =
            $"{query.Choice<Kind>("kind")} {query.Date("on"):O} {query.Time("at"):O} {query.Id("id")} {query.Boolean("all")}";
        context.Response.Headers["X-Read"] = read;
        query.Text("q", 5);
        var page = Page.Of<(long At, string Key)>(query);
        if (query.Refusal() is { } refusal)
            return refusal;
        var first = page.After?.At ?? 0;
        var items = Enumerable
            .Range((int)first + 1, Math.Min(page.Limit, 5 - (int)first))
            .Select(number => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{{\"n\":{number}}}"))
            .ToList();
        var last = first + items.Count;
        return Page.Answer<(long, string)>(context, items, last < 5 ? (last, "键") : null);
    }

    [Fact]
    public async Task when_the_links_are_followed_each_item_comes_once()
    {
        await using var site = await Site.StartAsync(Map);
        var token = site.Token(Role.Officer);
        var first = await site.GetAsync("/api/v1/numbers?limit=2&q=%E9%94%AE", token);
        var second = await site.GetAsync(Link(first)!, token);
        var third = await site.GetAsync(Link(second)!, token);
        first.Text.ShouldStartWith("""{"items":[{"n":1},{"n":2}],"next":""");
        second.Text.ShouldStartWith("""{"items":[{"n":3},{"n":4}],"next":""");
        third.Text.ShouldBe("""{"items":[{"n":5}],"next":null}""");
        Link(third).ShouldBeNull();
        Link(first)!.ShouldContain("q=%E9%94%AE");
        first.Json.GetProperty("next").GetString()!.ShouldMatch("^[A-Za-z0-9_-]+$");
    }

    [Fact]
    public async Task when_a_cursor_is_tampered_with_or_used_elsewhere_it_is_refused()
    {
        await using var site = await Site.StartAsync(Map);
        var token = site.Token(Role.Officer, "mine");
        var cursor = (await site.GetAsync("/api/v1/numbers?limit=2", token)).Json.GetProperty("next").GetString()!;
        (await site.GetAsync($"/api/v1/numbers?cursor={cursor}", token)).Status.ShouldBe(HttpStatusCode.OK);
        var changed = (cursor[10] == 'A' ? 'B' : 'A') + cursor[11..];
        string[] wrong =
        [
            cursor[..10] + changed,
            cursor[..^4],
            cursor + "AAAA",
            "AAAA",
            "no cursor",
            new('A', 2000),
            new('A', 5000),
        ];
        foreach (var other in wrong)
            await RefusedAsync($"/api/v1/numbers?cursor={other}", token);
        await RefusedAsync($"/api/v1/others?cursor={cursor}", token);
        await RefusedAsync($"/api/v1/numbers?cursor={cursor}", site.Token(Role.Officer, "another's"));

        async Task RefusedAsync(string path, string who)
        {
            var reply = await site.GetAsync(path, who);
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.BadRequest, "bad-input"), path);
            reply.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("cursor");
        }
    }

    [Fact]
    public async Task when_a_list_has_not_changed_it_is_304()
    {
        await using var site = await Site.StartAsync(Map);
        var token = site.Token(Role.Officer);
        var etag = (await site.GetAsync("/api/v1/numbers?limit=2", token)).Headers.ETag!;
        etag.IsWeak.ShouldBeTrue();
        var again = await site.GetAsync("/api/v1/numbers?limit=2", token, ("If-None-Match", etag.ToString()));
        (again.Status, again.Text).ShouldBe((HttpStatusCode.NotModified, ""));
        var other = await site.GetAsync("/api/v1/numbers?limit=3", token, ("If-None-Match", etag.ToString()));
        other.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("colour=red", "colour")]
    [InlineData("LIMIT=5", "LIMIT")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=%2B5", "limit")]
    [InlineData("limit=5&limit=6", "limit")]
    [InlineData("kind=HomeVisit", "kind")]
    [InlineData("kind=0", "kind")]
    [InlineData("on=2024-1-1", "on")]
    [InlineData("at=2024-01-01", "at")]
    [InlineData("at=2024-01-01T00:00:00", "at")]
    [InlineData("id=7", "id")]
    [InlineData("all=1", "all")]
    [InlineData("q=", "q")]
    [InlineData("q=%00", "q")]
    [InlineData("q=123456", "q")]
    public async Task when_a_parameter_is_wrong_or_unknown_it_is_named(string query, string name)
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await site.GetAsync($"/api/v1/numbers?{query}", site.Token(Role.Officer));
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.BadRequest, "bad-input"));
        reply.Json.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("at=2024-01-01T08:00:00+08:00")]
    [InlineData("at=2024-01-01T08:00:00%2B08:00")]
    public async Task when_parameters_are_right_they_are_read(string at)
    {
        await using var site = await Site.StartAsync(Map);
        var id = "0190b6a2-7c1e-7d42-9a53-5b1f0c6de001";
        var path = $"/api/v1/numbers?kind=homeVisit&on=2024-01-01&{at}&id={id}&all=false";
        var reply = await site.GetAsync(path, site.Token(Role.Officer));
        reply
            .Headers.GetValues("X-Read")
            .ShouldBe([$"HomeVisit 2024-01-01 2024-01-01T00:00:00.0000000+00:00 {id} False"]);
    }

    private static string? Link(Reply reply) =>
        reply.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
}

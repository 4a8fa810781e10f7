using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class HttpTests
{
    private const string Secret = "what-somebody-wrote";

    private static readonly TaskCompletionSource<string> Held = new();

    private sealed record Note(string Text);

    private static void Map(WebApplication app)
    {
        app.MapPost(
                "/api/v1/notes",
                async (HttpContext context, CancellationToken cancellation) =>
                {
                    var body = await Body.ReadAsync(context, cancellation);
                    if (body.Refusal is not null)
                        return body.Refusal;
                    var bound = Body.Bind<Note>(body.Utf8);
                    return bound.Ok ? Results.Json(body.Utf8.Length) : Problems.BadInput(context, bound.Errors);
                }
            )
            .AllowAnonymous()
            .Describe(new(Does.Post, "note", "Takes a note.") { Requests = [typeof(Note)], Answer = typeof(int) });
        app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException(Secret)).AllowAnonymous();
        app.MapGet("/api/v1/slow", async (CancellationToken cancellation) => await Task.Delay(-1, cancellation))
            .AllowAnonymous()
            .WithRequestTimeout(
                new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50), TimeoutStatusCode = 503 }
            );
        app.MapGet("/api/v1/held", () => Held.Task).AllowAnonymous();
        app.MapGet("/api/v1/half", HalfAsync).AllowAnonymous();
        app.MapGet("/api/v1/away", string () => throw Away()).AllowAnonymous();
    }

    private static async Task<IResult> HalfAsync(HttpContext context, CancellationToken cancellation)
    {
        await context.Response.WriteAsync("half", cancellation);
        await context.Response.Body.FlushAsync(cancellation);
        throw new InvalidOperationException(Secret);
    }

    private static InvalidOperationException Away() =>
        new(Secret, new PostgresException(Secret, "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown));

    private static Task<Reply> PostAsync(Site site, HttpContent? content, params (string, string)[] headers) =>
        site.SendAsync(HttpMethod.Post, "/api/v1/notes", null, content, headers);

    [Fact]
    public async Task when_the_framework_refuses_it_is_a_problem_too()
    {
        await using var site = await Site.StartAsync(Map);
        (await site.GetAsync("/api/v1/nothing")).Code.ShouldBe("not-found");
        (await site.SendAsync(HttpMethod.Delete, "/api/v1/notes", null, null)).Code.ShouldBe("method-not-allowed");
        (await PostAsync(site, Site.Json("{}"), ("Accept", "text/csv"))).Code.ShouldBe("not-acceptable");
        (
            await PostAsync(site, Site.Json("{\"text\":\"a\"}"), ("Accept", "text/csv, application/*;q=0.1"))
        ).Text.ShouldBe("12");
    }

    [Fact]
    public async Task when_the_timeout_ends_the_wait_for_a_turn_it_is_503_and_not_an_empty_success()
    {
        await using var site = await Site.StartAsync(Map, "--Limits:Requests:PerCaller=1");
        var holding = site.GetAsync("/api/v1/held");
        List<Reply> waited = [];
        // The first of them may be the one that holds the turn.
        for (var i = 0; i < 2; i++)
            waited.Add(await site.GetAsync("/api/v1/slow"));
        foreach (var reply in waited)
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
        Held.SetResult("done");
        (await holding).Text.ShouldBe("done");
        (await site.GetAsync("/api/v1/held")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task when_a_body_is_not_json_it_is_415()
    {
        await using var site = await Site.StartAsync(Map);
        (await PostAsync(site, new StringContent("{}", Encoding.UTF8, "text/plain"))).Code.ShouldBe(
            "unsupported-media-type"
        );
        (await PostAsync(site, new StringContent("{}", Encoding.Latin1, "application/json"))).Code.ShouldBe(
            "unsupported-media-type"
        );
        (await PostAsync(site, new ByteArrayContent("{}"u8.ToArray()))).Code.ShouldBe("unsupported-media-type");
    }

    [Fact]
    public async Task when_a_body_is_empty_it_is_400()
    {
        await using var site = await Site.StartAsync(Map);
        foreach (var content in new HttpContent?[] { null, Site.Json("") })
        {
            var reply = await PostAsync(site, content);
            (reply.Status, reply.Code).ShouldBe((HttpStatusCode.BadRequest, "bad-input"));
            reply
                .Json.GetProperty("errors")
                .GetProperty("$")[0]
                .GetString()
                .ShouldBe("is empty; a JSON object is expected");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task when_a_body_is_over_a_mebibyte_it_is_413(bool chunked)
    {
        await using var site = await Site.StartAsync(Map);
        (await PostAsync(site, Padded(1024 * 1024))).Text.ShouldBe("1048576");
        var reply = await PostAsync(site, Padded((1024 * 1024) + 1));
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "body-too-large"));

        HttpContent Padded(int length)
        {
            var bytes = Encoding.UTF8.GetBytes("{\"text\":\"a\"}".PadRight(length));
            HttpContent content = chunked ? new StreamContent(new Unsized(bytes)) : new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            return content;
        }
    }

    [Fact]
    public async Task when_a_body_without_a_length_is_refused_its_rest_is_read_without_an_error()
    {
        var site = await Site.StartAsync(Map);
        await using (site)
        {
            using var content = new StreamContent(new Unsized(new byte[Body.Limit + (32 * 1024)]));
            content.Headers.ContentType = new("application/json");
            (await PostAsync(site, content)).Code.ShouldBe("body-too-large");
        }
        site.Log.Text.ShouldNotContain(nameof(InvalidOperationException));
    }

    [Fact]
    public async Task when_something_fails_the_message_is_neither_answered_nor_logged()
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await site.GetAsync($"/api/v1/broken?q={Secret}");
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.InternalServerError, "internal-error"));
        reply.Text.ShouldNotContain(Secret);
        reply.Json.GetProperty("instance").GetString().ShouldBe("/api/v1/broken");
        site.Log.Text.ShouldContain("InvalidOperationException");
        site.Log.Text.ShouldNotContain(Secret);
        site.Log.Text.ShouldNotContain("/api/v1/broken");
    }

    [Fact]
    public async Task when_an_answer_breaks_off_it_is_cut_and_the_message_is_not_logged()
    {
        await using var site = await Site.StartAsync(Map);
        await Should.ThrowAsync<HttpRequestException>(() => site.GetAsync("/api/v1/half"));
        site.Log.Text.ShouldContain("InvalidOperationException");
        site.Log.Text.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task when_the_database_is_away_it_is_503()
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await site.GetAsync("/api/v1/away");
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
        reply.Headers.RetryAfter.ShouldNotBeNull();
        site.Log.Text.ShouldContain("57P01");
        site.Log.Text.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task when_a_request_takes_too_long_it_is_503()
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await site.GetAsync("/api/v1/slow");
        (reply.Status, reply.Code).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
    }

    [Fact]
    public async Task when_chinese_is_asked_for_the_problem_is_chinese()
    {
        await using var site = await Site.StartAsync(Map);
        var reply = await PostAsync(site, Site.Json("{\"text\":7}"), ("Accept-Language", "zh-Hans, en;q=0.5"));
        reply.ContentHeaders.ContentLanguage.ShouldBe(["zh-CN"]);
        reply.Json.GetProperty("title").GetString().ShouldBe("填报内容有误");
        reply.Json.GetProperty("errors").GetProperty("text")[0].GetString().ShouldBe("应为文本");
        reply.Json.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task when_a_caller_sends_too_much_it_is_429_and_others_are_served()
    {
        await using var site = await Site.StartAsync(
            app => app.MapGet("/api/v1/a", () => "a").AllowRoles(Role.Officer),
            "--RateLimit:PerSecond=3"
        );
        var replies = new List<Reply>();
        for (var sent = 0; sent < 10; sent++)
            replies.Add(await site.GetAsync("/api/v1/a", site.Token(Role.Officer, "eager")));
        var limited = replies.First(reply => reply.Status != HttpStatusCode.OK);
        (limited.Status, limited.Code).ShouldBe((HttpStatusCode.TooManyRequests, "too-many-requests"));
        limited.Headers.RetryAfter.ShouldNotBeNull();
        (await site.GetAsync("/api/v1/a", site.Token(Role.Officer, "calm"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task every_answer_has_its_safety_headers()
    {
        await using var site = await Site.StartAsync(Map);
        foreach (var path in new[] { "/api/v1/nothing", "/api/v1/broken", "/swagger/index.html" })
        {
            var headers = (await site.GetAsync(path)).Headers;
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            headers.Contains("Server").ShouldBeFalse();
        }
        (await site.GetAsync("/api/v1/nothing")).Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

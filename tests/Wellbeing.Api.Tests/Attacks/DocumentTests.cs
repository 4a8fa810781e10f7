using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Shouldly;
using Swashbuckle.AspNetCore.SwaggerGen;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>The OpenAPI document costs half a second of CPU to generate: nobody makes the server do that again and again.</summary>
public sealed class DocumentTests
{
    private const string Path = "/swagger/v1/swagger.json";

    private static readonly string[] Spellings =
    [
        Path,
        "/SWAGGER/v1/swagger.json",
        "/Swagger/V1/Swagger.JSON",
        "/swagger/v1/swagger.yaml",
        "/swagger",
        "/SWAGGER/",
        "/swagger/index.html",
        "/SWAGGER/Index.html",
        "/swagger/swagger-ui-bundle.js",
    ];

    [Fact]
    public async Task when_200_requests_for_the_document_come_at_once_it_is_generated_once()
    {
        var counter = new Counter();
        await using var site = await Site.StartAsync(
            services => services.ConfigureSwaggerGen(swagger => swagger.AddDocumentFilterInstance(counter)),
            Map
        );
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => site.GetAsync(Path)));
        replies.ShouldAllBe(x => x.Status == HttpStatusCode.OK);
        replies.Select(x => x.Text).Distinct().Count().ShouldBe(1);
        counter.Generated.ShouldBe(1);
    }

    [Fact]
    public async Task who_has_it_is_told_that_it_is_the_same()
    {
        await using var site = await Site.StartAsync(Map);
        var first = await site.GetAsync(Path);
        var again = await site.GetAsync(Path, null, ("If-None-Match", first.Headers.ETag!.Tag));
        (again.Status, again.Text).ShouldBe((HttpStatusCode.NotModified, ""));
        (await site.GetAsync(Path, null, ("If-None-Match", "\"other\""))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task who_takes_gzip_gets_the_same_document_by_another_tag()
    {
        await using var site = await Site.StartAsync(Map);
        var plain = await site.GetAsync(Path);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, Path));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var zipped = await http.SendAsync(request);
        zipped.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        zipped.Headers.Vary.ShouldContain("Accept-Encoding");
        zipped.Headers.ETag!.Tag.ShouldNotBe(plain.Headers.ETag!.Tag);
        await using var gzip = new GZipStream(await zipped.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(gzip, Encoding.UTF8);
        (await text.ReadToEndAsync()).ShouldBe(plain.Text);
        (await site.GetAsync(Path, null, ("Accept-Encoding", "gzip;q=0"))).Text.ShouldBe(plain.Text);
    }

    [Fact]
    public async Task in_production_nobody_reads_it_without_a_token_however_the_path_is_written()
    {
        await using var site = await Site.StartInProductionAsync(Map, "--Https:Redirect=false");
        foreach (var spelling in Spellings)
        {
            var reply = await site.GetAsync(spelling);
            reply.Code.ShouldBe(
                spelling.Equals(Path, StringComparison.OrdinalIgnoreCase) ? "unauthenticated" : "not-found",
                spelling
            );
        }
    }

    [Fact]
    public async Task with_a_token_it_is_read_and_there_is_no_page()
    {
        await using var site = await Site.StartAsync(Map, "--OpenApi:Access=token");
        (await site.GetAsync(Path)).Code.ShouldBe("unauthenticated");
        foreach (var role in Enum.GetValues<Role>())
            (await site.GetAsync(Path, site.Token(role))).Status.ShouldBe(HttpStatusCode.OK);
        (await site.GetAsync("/swagger/index.html", site.Token(Role.Auditor))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task when_it_is_off_there_is_nothing_however_the_path_is_written()
    {
        await using var site = await Site.StartAsync(Map, "--OpenApi:Access=off");
        foreach (var spelling in Spellings)
            (await site.GetAsync(spelling, site.Token(Role.Administrator))).Code.ShouldBe("not-found", spelling);
    }

    [Fact]
    public async Task when_the_setting_is_no_word_that_there_is_the_server_does_not_start() =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() => Site.StartAsync(Map, "--OpenApi:Access=everybody"))
        ).Message.ShouldBe("OpenApi:Access: everybody is none of public, token and off.");

    private static void Map(WebApplication app) =>
        app.MapGet("/api/v1/trees", (HttpContext _) => Results.Ok())
            .AllowRoles(Role.Auditor)
            .Describe(new(Does.Read, "countTrees", "Counts trees."));

    private sealed class Counter : IDocumentFilter
    {
        private int _generated;

        public int Generated => _generated;

        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) =>
            Interlocked.Increment(ref _generated);
    }
}

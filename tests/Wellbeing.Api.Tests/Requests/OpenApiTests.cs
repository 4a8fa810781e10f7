using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Requests;

public sealed class OpenApiTests
{
    private enum Kind
    {
        HomeVisit,
        Other,
    }

    private static class PlantTree
    {
        internal sealed record Branch([Range(1, 9)] int Length, [MaxLength(20)] string? Name = null);

        internal sealed record Request(
            string Title,
            Kind Kind,
            [MaxLength(3)] IReadOnlyList<Branch> Branches,
            DateOnly? On = null
        );
    }

    private sealed record Receipt(Guid Id, long Version, IReadOnlyList<string> Events);

    private static void Map(WebApplication app)
    {
        app.MapPost("/api/v1/trees", (HttpContext _) => Results.Ok())
            .AllowRoles(Role.Administrator, Role.Integrator)
            .Describe(
                new(Does.Create, "plantTree", "Plants a tree.")
                {
                    Requests = [typeof(PlantTree.Request)],
                    Answer = typeof(Receipt),
                    Conflicts = ["unit-code-in-use"],
                    Unknown = ["unknown-unit"],
                    Examples = ["""{"title":"Oak","kind":"other","branches":[]}"""],
                }
            );
        app.MapPost("/api/v1/trees/{id:guid}/prune", (HttpContext _) => Results.Ok())
            .AllowRoles(Role.Administrator)
            .Describe(
                new(Does.Append, "pruneTree", "Prunes a tree.")
                {
                    Requests = [typeof(PlantTree.Branch)],
                    Answer = typeof(Receipt),
                }
            );
        app.MapGet("/api/v1/trees/{id:guid}", (HttpContext _, Guid id) => Results.Ok(id))
            .AllowRoles(Role.Auditor)
            .Describe(new(Does.ReadOne, "readTree", "Reads a tree.") { Answer = typeof(Receipt) });
        app.MapGet("/api/v1/trees", (HttpContext _) => Results.Ok())
            .AllowRoles(Role.Auditor)
            .Describe(
                new(Does.List, "listTrees", "Lists trees.")
                {
                    Answer = typeof(Receipt),
                    Query = [new("kind", typeof(Kind), "Only these.")],
                }
            );
    }

    private sealed record Felled(string Why);

    private static void MapStrict(WebApplication app) =>
        app.MapPost("/api/v1/trees/fell", (HttpContext _) => Results.Ok())
            .AllowRoles(Role.Administrator)
            .Describe(
                new(Does.Post, "fellTrees", "Fells trees.")
                {
                    Requests = [typeof(Note)],
                    Answer = typeof(Receipt),
                    Types = ["application/x-ndjson"],
                    Lines = [typeof(Felled)],
                    Query =
                    [
                        new("on", typeof(DateOnly), "When.") { Or = typeof(DateTimeOffset), Required = true },
                        new("quarter", typeof(string), "Which.") { Pattern = "^Q[1-4]$", MaxLength = 2 },
                        new("tool", typeof(string), "With what.") { Words = ["axe", "saw"] },
                    ],
                }
            );

    private sealed record Note(string? Text = null);

    private static async Task<JsonElement> DocumentAsync(Action<WebApplication>? map = null)
    {
        await using var site = await Site.StartAsync(map ?? Map);
        var reply = await site.GetAsync("/swagger/v1/swagger.json");
        reply.Status.ShouldBe(HttpStatusCode.OK);
        return Inlined.Of(reply.Text);
    }

    private static JsonElement At(JsonElement element, params string[] path) =>
        path.Aggregate(element, (inner, name) => inner.GetProperty(name));

    private static string[] Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(property => property.Name)];

    private static string[] Parameters(JsonElement operation) =>
        [.. operation.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];

    [Fact]
    public async Task every_answer_of_an_operation_is_declared()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        string[] common = ["401", "403", "405", "406", "408", "413", "414", "415", "429", "431", "503"];
        Answers("/api/v1/trees", "post")
            .ShouldBe([.. common, "201", "400", "404", "409", "412", "422"], ignoreOrder: true);
        Answers("/api/v1/trees/{id}/prune", "post")
            .ShouldBe([.. common, "200", "400", "404", "409", "412", "422"], ignoreOrder: true);
        Answers("/api/v1/trees/{id}", "get").ShouldBe([.. common, "200", "304", "400", "404"], ignoreOrder: true);
        Answers("/api/v1/trees", "get").ShouldBe([.. common, "200", "304", "400"], ignoreOrder: true);

        string[] Answers(string path, string method) => Names(At(paths, path, method, "responses"));
    }

    [Fact]
    public async Task parameters_and_headers_follow_from_what_an_operation_does()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        Parameters(At(paths, "/api/v1/trees", "post")).ShouldBe(["Idempotency-Key", "Accept-Language"]);
        Parameters(At(paths, "/api/v1/trees/{id}/prune", "post"))
            .ShouldBe(["id", "Idempotency-Key", "If-Match", "Accept-Language"]);
        Parameters(At(paths, "/api/v1/trees/{id}", "get")).ShouldBe(["id", "If-None-Match", "Accept-Language"]);
        Parameters(At(paths, "/api/v1/trees", "get"))
            .ShouldBe(["kind", "If-None-Match", "limit", "cursor", "Accept-Language"]);
        Names(At(paths, "/api/v1/trees", "post", "responses", "201", "headers")).ShouldBe(["ETag", "Location"]);
        Names(At(paths, "/api/v1/trees", "get", "responses", "200", "headers")).ShouldBe(["ETag", "Link"]);
    }

    [Fact]
    public async Task parameters_bodies_and_lines_show_what_is_read_and_written()
    {
        var operation = At((await DocumentAsync(MapStrict)).GetProperty("paths"), "/api/v1/trees/fell", "post");
        var query = operation
            .GetProperty("parameters")
            .EnumerateArray()
            .ToDictionary(x => x.GetProperty("name").GetString()!);
        query["on"].GetProperty("required").GetBoolean().ShouldBeTrue();
        At(query["on"], "schema", "anyOf")
            .EnumerateArray()
            .Select(x => x.GetProperty("format").GetString())
            .ShouldBe(["date", "date-time"]);
        query["quarter"].TryGetProperty("required", out _).ShouldBeFalse();
        At(query["quarter"], "schema", "pattern").GetString().ShouldBe("^Q[1-4]$");
        At(query["quarter"], "schema", "maxLength").GetInt32().ShouldBe(2);
        At(query["tool"], "schema", "enum").EnumerateArray().Select(x => x.GetString()).ShouldBe(["axe", "saw"]);
        operation.GetProperty("requestBody").TryGetProperty("required", out _).ShouldBeFalse();
        At(operation, "responses", "200", "content", "application/x-ndjson", "schema", "oneOf")
            .GetArrayLength()
            .ShouldBe(2);
    }

    [Fact]
    public async Task headers_that_are_always_there_are_declared_so()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        At(paths, "/api/v1/trees", "post", "responses", "201", "headers", "Location", "required")
            .GetBoolean()
            .ShouldBeTrue();
        At(paths, "/api/v1/trees", "get", "responses", "304", "headers", "ETag", "required")
            .GetBoolean()
            .ShouldBeTrue();
        At(paths, "/api/v1/trees", "get", "responses", "200", "headers", "Link")
            .TryGetProperty("required", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task an_operation_says_who_may_and_what_it_refuses()
    {
        var operation = At((await DocumentAsync()).GetProperty("paths"), "/api/v1/trees", "post");
        operation.GetProperty("operationId").GetString().ShouldBe("plantTree");
        operation.GetProperty("summary").GetString().ShouldBe("Plants a tree.");
        operation.GetProperty("description").GetString().ShouldBe("Roles: administrator, integrator.");
        operation.GetProperty("tags")[0].GetString().ShouldBe("trees");
        Names(operation.GetProperty("security")[0]).ShouldBe(["bearer"]);
        Names(At(operation, "responses", "409", "content", "application/problem+json", "examples"))
            .ShouldBe(
                [
                    "concurrent-change",
                    "out-of-order",
                    "conflicts-with-later",
                    "key-in-flight",
                    "already-recorded",
                    "unit-code-in-use",
                ],
                ignoreOrder: true
            );
        At(operation, "requestBody", "content", "application/json", "examples", "plantTree", "value", "title")
            .GetString()
            .ShouldBe("Oak");
    }

    [Fact]
    public async Task a_request_shows_the_limits_that_its_reader_enforces()
    {
        var schemas = At(await DocumentAsync(), "components", "schemas");
        var name = Names(schemas).Single(schema => schema.EndsWith("PlantTreeRequest", StringComparison.Ordinal));
        var request = schemas.GetProperty(name);
        request.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        request
            .GetProperty("required")
            .EnumerateArray()
            .Select(r => r.GetString())
            .ShouldBe(["title", "kind", "branches"]);
        At(request, "properties", "title", "maxLength").GetInt32().ShouldBe(500);
        At(request, "properties", "branches", "maxItems").GetInt32().ShouldBe(3);
        At(request, "properties", "on", "format").GetString().ShouldBe("date");
        var branch = schemas.GetProperty(
            Names(schemas).Single(schema => schema.EndsWith("Branch", StringComparison.Ordinal))
        );
        At(branch, "properties", "length", "maximum").GetInt32().ShouldBe(9);
        At(branch, "properties", "name", "maxLength").GetInt32().ShouldBe(20);
        var kind = schemas.GetProperty(
            Names(schemas).Single(schema => schema.EndsWith("Kind", StringComparison.Ordinal))
        );
        kind.GetProperty("enum").EnumerateArray().Select(e => e.GetString()).ShouldBe(["homeVisit", "other"]);
    }

    [Fact]
    public async Task the_page_runs_under_its_own_security_policy()
    {
        await using var site = await Site.StartAsync(Map);
        var page = await site.GetAsync("/swagger/index.html");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("script-src");
        page.Text.Split("<script").Skip(1).ShouldAllBe(script => script.StartsWith(" src=", StringComparison.Ordinal));
    }
}

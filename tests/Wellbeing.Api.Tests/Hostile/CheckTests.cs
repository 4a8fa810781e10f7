using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Hostile;

public sealed class CheckTests
{
    private static readonly Contract Trees = Contract.Parse(
        """
        {
          "openapi": "3.0.4", "info": { "title": "Trees", "version": "1" },
          "paths": {
            "/api/v1/trees": {
              "post": {
                "parameters": [
                  { "name": "dry", "in": "query", "schema": { "type": "boolean" } },
                  { "name": "on", "in": "query", "schema": { "anyOf": [ { "type": "string", "format": "date" }, { "type": "string", "format": "date-time" } ] } }
                ],
                "requestBody": { "content": { "application/json": { "schema": { "oneOf": [
                  { "$ref": "#/components/schemas/Planting" }, { "$ref": "#/components/schemas/Found" } ] } } } },
                "responses": {
                  "201": {
                    "description": "x", "headers": { "ETag": { "required": true, "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Tree" } } } },
                  "409": {
                    "description": "x",
                    "content": { "application/problem+json": {
                      "schema": { "type": "object", "required": [ "type", "status" ] }, "examples": { "felled": { "value": {} } } } } }
                }
              }
            },
            "/api/v1/trees/{id}/rings": {
              "get": { "responses": { "200": { "description": "x", "content": {
                "application/x-ndjson": { "schema": { "$ref": "#/components/schemas/Ring" } } } } } }
            }
          },
          "components": { "schemas": {
            "Kind": { "type": "string", "enum": [ "oak", "elm" ] },
            "Ring": { "type": "object", "required": [ "year" ], "additionalProperties": false,
              "properties": { "year": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 9 } } },
            "Tree": { "type": "object", "required": [ "id", "kind", "rings" ], "additionalProperties": false,
              "properties": { "id": { "type": "string", "format": "uuid" }, "kind": { "$ref": "#/components/schemas/Kind" },
                "rings": { "type": "array", "maxItems": 2, "items": { "$ref": "#/components/schemas/Ring" } },
                "felled": { "type": "string", "format": "date", "nullable": true } } },
            "Planting": { "type": "object", "required": [ "kind", "plantedOn" ], "additionalProperties": false,
              "properties": { "kind": { "allOf": [ { "$ref": "#/components/schemas/Kind" } ] },
                "plantedOn": { "type": "string", "format": "date" },
                "by": { "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "object", "required": [ "name" ],
                  "additionalProperties": false, "properties": { "name": { "type": "string", "minLength": 1, "maxLength": 20 },
                    "share": { "type": "number", "minimum": 0, "maximum": 1 } } } },
                "at": { "type": "string", "format": "date-time", "nullable": true },
                "tags": { "type": "object", "additionalProperties": { "type": "string", "maxLength": 5 } } } },
            "Found": { "type": "object", "required": [ "height" ], "additionalProperties": false,
              "properties": { "height": { "type": "integer", "minimum": 3, "maximum": 4 },
                "note": { "anyOf": [ { "type": "string", "maxLength": 8 }, { "type": "boolean" } ] } } }
          } }
        }
        """
    );

    private static readonly Endpoint Plant = Trees.Find(HttpMethod.Post, "/api/v1/trees")!;

    private const string Right = """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak","rings":[{"year":1}]}""";

    private static Answer Answer(int status, string body, string? type = "application/json", string? tag = "\"1\"")
    {
        using var message = new HttpResponseMessage();
        if (tag is not null)
            message.Headers.ETag = new EntityTagHeaderValue(tag);
        return new(status, message.Headers, type, Encoding.UTF8.GetBytes(body), TimeSpan.Zero);
    }

    private static Sent Sent(string body, string query = "") =>
        new(Plant, Plant.Method, $"/api/v1/trees{query}", new Sender(null), [], Encoding.UTF8.GetBytes(body), false);

    [Fact]
    public void an_answer_as_declared_has_no_fault() => Answer(201, Right).Faults(Plant).ShouldBeEmpty();

    [Theory]
    [InlineData(201, """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak"}""", "lacks rings")]
    [InlineData(201, """{"id":"1","kind":"oak","rings":[]}""", "is no uuid")]
    [InlineData(
        201,
        """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"fir","rings":[]}""",
        "none of the declared words"
    )]
    [InlineData(201, """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":null,"rings":[]}""", "is Null")]
    [InlineData(
        201,
        """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak","rings":[{"year":10}]}""",
        "out of range"
    )]
    [InlineData(
        201,
        """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak","rings":[{"year":1.5}]}""",
        "is Number"
    )]
    [InlineData(
        201,
        """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak","rings":[],"age":1}""",
        "undeclared age"
    )]
    [InlineData(
        201,
        """{"id":"01a20de4-185b-720e-918b-b23d3d38deef","kind":"oak","kind":"oak","rings":[]}""",
        "kind twice"
    )]
    [InlineData(201, "{", "no JSON")]
    [InlineData(200, Right, "200 is not declared")]
    [InlineData(500, "", "500")]
    public void an_answer_that_differs_from_the_document_is_found(int status, string body, string fault) =>
        string.Join('\n', Answer(status, body).Faults(Plant)).ShouldContain(fault);

    [Fact]
    public void a_header_a_media_type_a_code_and_a_line_that_differ_are_found()
    {
        Answer(201, Right, tag: null).Faults(Plant).ShouldBe(["201: the header ETag is missing"]);
        Answer(201, Right, "text/html").Faults(Plant).ShouldBe(["201: the media type text/html is not declared"]);
        Answer(409, """{"type":"/problems/planted","status":400}""", "application/problem+json")
            .Faults(Plant)
            .ShouldBe(["409: the code planted is not declared", "409: the problem names another status"]);
        var rings = Trees.Find(HttpMethod.Get, "/api/v1/trees/1/rings")!;
        Answer(200, "{\"year\":1}\n{\"year\":2}\n", "application/x-ndjson").Faults(rings).ShouldBeEmpty();
        Answer(200, "{\"year\":1}\n{}\n", "application/x-ndjson").Faults(rings).ShouldBe(["200: $ lacks year"]);
        (Answer(201, Right) with { Took = TimeSpan.FromMinutes(1) }).Faults(Plant).ShouldBe(["took 60.0 s"]);
    }

    [Theory]
    [InlineData("""{"height":3}""", "")]
    [InlineData("""{"height":3,"note":null}""", "?dry=true&on=2024-01-01")]
    public void a_request_as_declared_may_be_accepted(string body, string query) =>
        Sent(body, query).Faults().ShouldBeEmpty();

    [Theory]
    [InlineData("""{"height":5}""", "")]
    [InlineData("""{"height":3,"plantedOn":"2024-01-01","kind":"oak"}""", "")]
    [InlineData("""{"height":3}""", "?dry=yes")]
    [InlineData("""{"height":3}""", "?on=today")]
    [InlineData("""{"height":3}""", "?wet=true")]
    [InlineData("""{"height":3}""", "?dry=true&dry=true")]
    public void a_request_that_the_document_forbids_may_not(string body, string query) =>
        Sent(body, query).Faults().ShouldNotBeEmpty();

    [Fact]
    public void what_is_made_as_right_is_right_and_what_is_made_as_wrong_mostly_not()
    {
        var schema = Plant.Body!.Value.Content.Schema!;
        bool IsRight(int number, Manner manner) =>
            !Sent(new Values(new Dice(7, number), new Known(), manner, new(2026, 1, 1)).Json(schema, "", "trees"))
                .Faults()
                .Any();

        Enumerable.Range(0, 500).Count(number => IsRight(number, Manner.Right)).ShouldBe(500);
        Enumerable.Range(0, 500).Count(number => IsRight(number, Manner.Wrong)).ShouldBeLessThan(350);
    }

    [Fact]
    public void the_same_seed_makes_the_same_requests()
    {
        string[] Made(ulong seed)
        {
            var generator = new Generator(Trees, new Known(), new(2026, 1, 1));
            return [.. Enumerable.Range(0, 200).Select(x => generator.Next(new Dice(seed, x), Plant).Shown())];
        }

        Made(1).ShouldBe(Made(1));
        Made(1).ShouldNotBe(Made(2));
    }

    [Fact]
    public void a_name_is_found_again_by_its_words()
    {
        var known = new Known();
        known.Learn(
            JsonElement.Parse("""{"items":[{"id":"01a20de4-185b-720e-918b-b23d3d38deef","unitCode":"north"}]}"""),
            "officers"
        );
        var dice = new Dice(1, 1);

        known.Pick(dice, "officerId", "talks", isId: true).ShouldBe("01a20de4-185b-720e-918b-b23d3d38deef");
        known.Pick(dice, "toUnit", "officers", isId: false).ShouldBe("north");
        known.Pick(dice, "note", "talks", isId: false).ShouldBeNull();
    }
}

using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What holds for the OpenAPI document as a whole, whatever endpoints there are.</summary>
public sealed class DocumentLaws(Host host)
{
    private const int MostBytes = 700_000;

    [Fact]
    public async Task it_stays_small() => Encoding.UTF8.GetByteCount(await TextAsync()).ShouldBeLessThan(MostBytes);

    [Fact]
    public async Task every_group_is_described_and_used_and_there_is_no_other()
    {
        var document = JsonElement.Parse(await TextAsync());
        var tags = document.GetProperty("tags").EnumerateArray().ToList();
        tags.ShouldAllBe(tag => tag.GetProperty("description").GetString()!.Length > 0);
        Operations(document)
            .Select(x => x.Operation.GetProperty("tags").EnumerateArray().Single().GetString())
            .Distinct()
            .ShouldBe(tags.Select(x => x.GetProperty("name").GetString()), ignoreOrder: true);
    }

    [Fact]
    public async Task every_operation_has_an_id_of_its_own_a_summary_and_described_parameters()
    {
        var document = Inlined.Of(await TextAsync());
        var operations = Operations(document).ToList();
        operations.Select(x => x.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        foreach (var (name, operation) in operations)
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace(name);
            foreach (var parameter in operation.GetProperty("parameters").EnumerateArray())
                parameter
                    .GetProperty("description")
                    .GetString()
                    .ShouldNotBeNullOrWhiteSpace($"{name}: {parameter.GetProperty("name")}");
        }
    }

    [Fact]
    public async Task no_operation_writes_out_a_refusal_that_another_has_too()
    {
        var document = JsonElement.Parse(await TextAsync());
        foreach (var (name, operation) in Operations(document))
        foreach (var answer in operation.GetProperty("responses").EnumerateObject().Where(x => x.Name[0] is '4' or '5'))
            answer.Value.TryGetProperty("$ref", out _).ShouldBeTrue($"{name} {answer.Name}");
    }

    [Fact]
    public async Task every_shared_part_is_used()
    {
        var text = await TextAsync();
        foreach (var kind in JsonElement.Parse(text).GetProperty("components").EnumerateObject())
        foreach (var part in kind.Value.EnumerateObject().Where(_ => kind.Name != "securitySchemes"))
            text.ShouldContain($"\"#/components/{kind.Name}/{part.Name}\"");
    }

    [Fact]
    public async Task the_example_of_every_refusal_can_be_read()
    {
        var examples = JsonElement.Parse(await TextAsync()).GetProperty("components").GetProperty("examples");
        foreach (var example in examples.EnumerateObject())
        {
            var problem = example.Value.GetProperty("value");
            $"{problem.GetProperty("title")} {problem.GetProperty("detail")}".ShouldNotContain('–', example.Name);
            $"{problem.GetProperty("title")} {problem.GetProperty("detail")}".ShouldNotContain('{', example.Name);
            $"{problem.GetProperty("status")}.{problem.GetProperty("type").GetString()!.Split('/')[^1]}".ShouldBe(
                example.Name
            );
        }
    }

    [Fact]
    public async Task it_names_its_licence_and_where_it_is_served()
    {
        var document = JsonElement.Parse(await TextAsync());
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe("/");
        document
            .GetProperty("info")
            .GetProperty("license")
            .GetProperty("name")
            .GetString()!
            .ShouldStartWith("Apache License 2.0");
    }

    private async Task<string> TextAsync()
    {
        var server = await host.RunAsync();
        return (await server.Anonymous.GetAsync("/swagger/v1/swagger.json")).Text;
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name} {path.Name}", operation.Value);
}

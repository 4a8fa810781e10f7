using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Leaves;
using Wellbeing.Api.Features.Reviews;
using Wellbeing.Api.Features.Talks;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>What holds for every endpoint, whatever it does.</summary>
[Collection("one bureau")]
public sealed class EndpointLaws(Host host)
{
    public static TheoryData<string> Every => [.. Matrix.All.Select(x => x.Endpoint)];
    public static TheoryData<string> Naming => [.. Matrix.All.Where(x => x.Names).Select(x => x.Endpoint)];
    public static TheoryData<string> Appending => [.. Matrix.All.Where(x => x.Appends).Select(x => x.Endpoint)];

    [Fact]
    public async Task every_endpoint_has_its_row_and_says_the_same_roles()
    {
        var server = await host.RunAsync();
        var endpoints = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .ToList();
        endpoints
            .Where(x => x.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(x => x.RoutePattern.RawText)
            .ShouldBe(
                ["/livez", "/readyz", "/.well-known/security.txt", "/swagger/v1/swagger.json"],
                ignoreOrder: true
            );
        var declared = endpoints
            .Where(x => x.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .ToDictionary(
                x => $"{x.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single()} {x.RoutePattern.RawText}",
                x => x.Metadata.GetMetadata<RoleRequirement>()!.Roles.Order()
            );
        declared.Keys.Order().ShouldBe(Matrix.All.Select(x => x.Endpoint).Order());
        foreach (var row in Matrix.All)
            declared[row.Endpoint].ShouldBe(row.May.Order(), row.Endpoint);
    }

    [Fact]
    public async Task every_post_that_appends_is_a_use_case_and_what_it_does_an_import_can_put_on_record_too()
    {
        var server = await host.RunAsync();
        var useCases = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.SelectMany(x => x.Metadata.GetOrderedMetadata<UseCase>())
            .ToList();
        // What was omitted, overstayed or not done in time is what a rule finds out, or another system tells; no request does.
        useCases
            .Concat([OmitTalk.UseCase, MissFollowUp.UseCase, OverstayLeave.UseCase, MissAction.UseCase])
            .ShouldBe(AllUseCases.All, ignoreOrder: true);
        // Two use cases share the route of talks, two that of activities, and four that of policies.
        Matrix.All.Count(x => x.Appends).ShouldBe(useCases.Count - 5);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task when_nobody_is_signed_in_it_is_401_even_where_nothing_is_there(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), Of(endpoint));
        (await AskAsync(server.Anonymous, row, row.Unknown, "not json")).Refused(401, "unauthenticated");
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task when_the_role_may_not_it_is_403_even_where_nothing_is_there(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), Of(endpoint));
        foreach (var role in row.MayNot)
            (await AskAsync(server.As(role, "U1", "P1"), row, row.Unknown, "not json")).Refused(403, "forbidden");
    }

    [Theory]
    [MemberData(nameof(Naming))]
    public async Task what_is_not_there_is_404(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), Of(endpoint));
        var sample = await row.SampleAsync(server);
        foreach (var role in row.May)
            (await AskAsync(server.As(role, sample.Unit, sample.Badge), row, row.Unknown, sample.Body)).Refused(
                404,
                "not-found"
            );
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task what_no_request_knows_is_400_and_named(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), Of(endpoint));
        var sample = await row.SampleAsync(server);
        var caller = server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0]));
        var reply =
            row.Appends || row.Discloses || row.Sets
                ? await AskAsync(caller, row, sample.Path, With(sample.Body, "nonsense"))
                : await AskAsync(
                    caller,
                    row,
                    $"{sample.Path}{(sample.Path.Contains('?') ? '&' : '?')}nonsense=1",
                    null
                );
        reply
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .TryGetProperty("nonsense", out _)
            .ShouldBeTrue(reply.Text);
    }

    [Theory]
    [MemberData(nameof(Appending))]
    public async Task a_field_whose_name_is_no_text_is_400(string endpoint)
    {
        var (server, row) = (await host.RunAsync(), Of(endpoint));
        var sample = await row.SampleAsync(server);
        var body = With(sample.Body, "nonsense").Replace("nonsense", "\\udc00\\ud800", StringComparison.Ordinal);
        var caller = server.As(row.May[0], sample.Unit, sample.BadgeOf(row.May[0]));
        (await AskAsync(caller, row, sample.Path, body))
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .TryGetProperty("$", out _)
            .ShouldBeTrue();
    }

    internal static Row Of(string endpoint) => Matrix.All.Single(x => x.Endpoint == endpoint);

    internal static HttpStatusCode Success(Row row) =>
        row is { Appends: true, Names: false } or { Sets: true, Names: false }
            ? HttpStatusCode.Created
            : HttpStatusCode.OK;

    private static readonly SemaphoreSlim OneByOne = new(1);

    internal static async Task<Reply> AskAsync(
        Client caller,
        Row row,
        string path,
        object? body,
        params (string Name, string Value)[] headers
    )
    {
        // Where all write to one stream, one at a time: else they would tell each other that it has changed.
        if (row.Shared)
            await OneByOne.WaitAsync();
        try
        {
            return await caller.SendAsync(
                row.Method,
                path,
                row.Method == HttpMethod.Get ? null
                    : row.Appends || row.Discloses || row.Asks || row.Sets ? Site.Json(Client.TextOf(body!))
                    : Imports.Lines.Content(""),
                headers
            );
        }
        finally
        {
            if (row.Shared)
                OneByOne.Release();
        }
    }

    internal static string With(object? body, string field, object? value = null)
    {
        var json = JsonNode.Parse(Client.TextOf(body!))!.AsObject();
        json[field] = JsonSerializer.SerializeToNode(value ?? 1);
        return json.ToJsonString();
    }
}

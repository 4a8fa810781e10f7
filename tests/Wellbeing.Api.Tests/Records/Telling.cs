using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Records;

/// <summary>What tests of care records ask again and again.</summary>
internal static class Telling
{
    public static object Purpose { get; } = new { purpose = "Preparing the next talk." };

    public static Client PoliticalOfficer(this Host.Running server, string unit, string sub = "po-own") =>
        server.As(Role.PoliticalOfficer, unit, sub: sub);

    public static Client Counsellor(this Host.Running server, string sub = "counsellor-1") =>
        server.As(Role.Counsellor, sub: sub);

    public static Client Officer(this Host.Running server, Known officer) =>
        server.As(Role.Officer, badge: officer.Badge, sub: officer.Badge);

    public static Client Auditor(this Host.Running server, string sub = "auditor-1") =>
        server.As(Role.Auditor, sub: sub);

    /// <summary>Moves an officer to another unit.</summary>
    public static async Task TransferAsync(this Host.Running server, Known officer, string toUnit)
    {
        var body = new
        {
            toUnit,
            reason = "rotation",
            effectiveOn = Database.Calendar.DayOf(DateTimeOffset.UtcNow),
        };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/transfer", body)).Done();
    }

    /// <summary>A body with a field more, or another one.</summary>
    public static string And(this object body, string field, object? value)
    {
        var json = JsonNode.Parse(Client.TextOf(body))!.AsObject();
        json[field] = JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web);
        return json.ToJsonString();
    }

    public static List<JsonElement> Items(this Reply reply) =>
        [.. reply.Done().Json.GetProperty("items").EnumerateArray()];

    public static List<Guid> Ids(this Reply reply) => reply.Items().ConvertAll(x => x.GetProperty("id").GetGuid());

    /// <summary>Every page of a list, read to its end.</summary>
    public static async Task<List<JsonElement>> AllAsync(this Client client, string path)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ; )
        {
            var reply = await client.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}");
            all.AddRange(reply.Items());
            cursor = reply.Json.Text("next");
            if (cursor is null)
                return all;
        }
    }

    public static async Task ShouldFindAsync(this Client client, params string[] paths)
    {
        foreach (var path in paths)
            (await client.GetAsync(path)).Status.ShouldBe(HttpStatusCode.OK, path);
    }

    public static async Task ShouldNotFindAsync(this Client client, params string[] paths)
    {
        foreach (var path in paths)
            (await client.GetAsync(path)).Refused(404, "not-found");
    }

    /// <summary>What disclosures of an officer's records are stored.</summary>
    public static Task<List<string>> DisclosedAsync(this Database database, Known officer) =>
        database.ListAsync<string>(
            "SELECT data::text FROM events.mt_events WHERE type = 'record_disclosed' AND data ->> 'officerId' = $1 "
                + "ORDER BY seq_id",
            $"{officer.Id}"
        );
}

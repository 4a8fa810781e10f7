using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A register in a list.</summary>
internal sealed record RegisterItem(
    Guid Id,
    string UnitCode,
    string Month,
    string Status,
    DateTimeOffset? SignedAt,
    int Talks
);

/// <summary>Registers, the latest month first.</summary>
internal static class ListRegisters
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/registers", HandleAsync)
            .AllowRoles(UnitList.Readers)
            .Describe(
                new(Does.List, "listRegisters", "Lists registers of talks, the latest month first")
                {
                    Answer = typeof(RegisterItem),
                    Query = [.. UnitList.Parameters, new("status", typeof(RegisterStatus), "Where it stands.")],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, UnitList list) =>
        list.AnswerAsync(
            http,
            (query, where, _) =>
            {
                where.AndIf("c.status = {0}", EnumNames.Of(query.Choice<RegisterStatus>("status")));
                return new UnitRows(
                    "c.id, c.unit_code, c.period, c.status, c.signed_at, c.talk_count",
                    StreamKind.Register.Record().Table()
                );
            },
            Read
        );

    private static ReadOnlyMemory<byte> Read(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new RegisterItem(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetFieldValue<DateTimeOffset?>(4),
                row.GetInt32(5)
            ),
            CareJson.Options
        );
}

using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>An activity in a list.</summary>
internal sealed record ActivityItem(
    Guid Id,
    string UnitCode,
    string Status,
    string Kind,
    string Title,
    DateTimeOffset? PlannedFor,
    DateTimeOffset? HeldAt,
    int? Minutes,
    int Officers
);

/// <summary>Activities, the latest first by when they took place, or are to.</summary>
internal static class ListActivities
{
    private const string Columns =
        "c.id, c.unit_code, c.status, c.kind, c.title, c.planned_for, c.held_at, c.minutes, c.officers";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/activities", HandleAsync)
            .AllowRoles(UnitList.Readers)
            .Describe(
                new(Does.List, "listActivities", "Lists activities, the latest first")
                {
                    Answer = typeof(ActivityItem),
                    Query =
                    [
                        .. UnitList.Parameters,
                        new("kind", typeof(ActivityKind), "What kind of activity."),
                        new("status", typeof(ActivityStatus), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, UnitList list) =>
        list.AnswerAsync(
            http,
            (query, where, _) =>
            {
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<ActivityKind>("kind")));
                where.AndIf("c.status = {0}", EnumNames.Of(query.Choice<ActivityStatus>("status")));
                return new UnitRows(Columns, StreamKind.Activity.Record().Table());
            },
            Read
        );

    private static ReadOnlyMemory<byte> Read(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ActivityItem(
                row.GetGuid(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetFieldValue<DateTimeOffset?>(5),
                row.GetFieldValue<DateTimeOffset?>(6),
                row.GetFieldValue<int?>(7),
                row.GetInt32(8)
            ),
            CareJson.Options
        );
}

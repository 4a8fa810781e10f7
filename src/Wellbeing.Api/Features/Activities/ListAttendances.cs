using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>That an officer took part in an activity.</summary>
internal sealed record AttendanceItem(Guid ActivityId, Guid OfficerId, string UnitCode, string Kind, DateTimeOffset At);

/// <summary>Who took part in what, the latest first; with <c>once</c> each officer once, at the latest.</summary>
internal static class ListAttendances
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/attendances", HandleAsync)
            .AllowRoles(UnitList.Readers)
            .Describe(
                new(Does.List, "listAttendances", "Lists who took part in activities, the latest first")
                {
                    Answer = typeof(AttendanceItem),
                    Query =
                    [
                        .. UnitList.Parameters,
                        new("activity", typeof(Guid), "Id of the activity."),
                        new("officer", typeof(Guid), "Id of the officer."),
                        new("kind", typeof(ActivityKind), "What kind of activity."),
                        new("once", typeof(bool), "True lists each officer once."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, UnitList list) =>
        list.AnswerAsync(
            http,
            (query, where, reach) =>
            {
                where.AndIf("c.activity_id = {0}", query.Id("activity"));
                where.AndIf("c.officer_id = {0}", query.Id("officer"));
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<ActivityKind>("kind")));
                // A record that is not to be processed is shown to auditors alone.
                if (!reach.IsEverything)
                    where.And(
                        "NOT EXISTS (SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = c.officer_id AND o.restricted IS TRUE)"
                    );
                return new UnitRows(
                    "c.activity_id, c.officer_id, c.unit_code, c.kind, c.at",
                    AttendanceProjection.Attendances.Name,
                    "c.activity_id, c.officer_id"
                )
                {
                    Once = query.Boolean("once") == true ? "c.officer_id" : null,
                };
            },
            Read
        );

    private static ReadOnlyMemory<byte> Read(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new AttendanceItem(
                row.GetGuid(0),
                row.GetGuid(1),
                row.GetString(2),
                row.GetString(3),
                row.GetFieldValue<DateTimeOffset>(4)
            ),
            CareJson.Options
        );
}

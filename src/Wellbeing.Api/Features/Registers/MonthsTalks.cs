using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Domain;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>A talk of a unit's month as it stands.</summary>
/// <param name="Talk">The talk and its version.</param>
/// <param name="State">What its record says.</param>
/// <param name="UnitNow">The unit that its officer is in now.</param>
/// <param name="Restricted">Whether the officer's record is not to be processed.</param>
internal sealed record MonthsTalk(RegisterTalk Talk, byte[] State, string UnitNow, bool Restricted);

/// <summary>All talks of a unit in a month, by when they took place, or were to: those that a list of talks shows.</summary>
internal static class MonthsTalks
{
    public const string Sql = """
        SELECT t.id, t.mt_version, t.data, o.unit_code, o.restricted IS TRUE
        FROM readmodels.mt_doc_talk AS t JOIN readmodels.mt_doc_officer AS o ON o.id = t.officer_id
        WHERE t.unit_code = $1 AND t.at >= $2 AND t.at <= $3 ORDER BY t.at, t.id
        """;

    public static NpgsqlParameter[] Of(string unitCode, Month month, BureauCalendar calendar) =>
        [
            SqlParameter.Of(unitCode),
            SqlParameter.Of(TimeRange.StartOf(month.First, calendar)),
            SqlParameter.Of(TimeRange.EndOf(month.Last, calendar)),
        ];

    public static async Task<List<MonthsTalk>> ReadAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        var talks = new List<MonthsTalk>();
        while (await reader.ReadAsync(stop))
            talks.Add(
                new MonthsTalk(
                    new RegisterTalk(reader.GetGuid(0), reader.GetInt64(1)),
                    reader.GetFieldValue<byte[]>(2),
                    reader.GetString(3),
                    reader.GetBoolean(4)
                )
            );
        return talks;
    }
}

using Npgsql;
using Wellbeing.Domain.Registers;

namespace Wellbeing.Api.Features.Registers;

/// <summary>What a register is made of and signed at.</summary>
internal static class RegisterQueries
{
    // The last event of a stream comes after all that it names: with its leaf the ledger has theirs.
    private const string LedgerNow = """
        SELECT h.size, h.root, coalesce(l.leaf < h.size, false)
        FROM ledger.head AS h
        LEFT JOIN events.mt_events AS e ON e.stream_id = $1
            AND e.version = (SELECT max(version) FROM events.mt_events WHERE stream_id = $1)
        LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id
        """;

    /// <summary>The talks of a unit in a month, by when they took place or were to.</summary>
    public static Loading<IReadOnlyList<RegisterTalk>> MonthsTalks(this RecordQuery query, string unit, Month month) =>
        Talks(query, context => Registers.MonthsTalks.Of(unit, month, context.Calendar));

    /// <summary>The talks of the register that is continued, as they are now.</summary>
    public static Loading<IReadOnlyList<RegisterTalk>> MonthsTalks(this RecordQuery query) =>
        Talks(query, context => Of((Register)context.Record!.State, context));

    /// <summary>How far the ledger has come.</summary>
    public static Loading<LedgerPosition> LedgerPosition(this RecordQuery query) =>
        query.Ask(
            context => Statement.Of(LedgerNow, SqlParameter.Of(context.Record!.State.Id)),
            async (reader, stop) =>
            {
                await reader.ReadAsync(stop);
                return new LedgerPosition(
                    reader.GetInt64(0),
                    Convert.ToBase64String(reader.GetFieldValue<byte[]>(1)),
                    reader.GetBoolean(2)
                );
            },
            otherwise: new LedgerPosition(0, "", false)
        );

    private static NpgsqlParameter[] Of(Register register, QueryContext context) =>
        Registers.MonthsTalks.Of(register.UnitCode, Month.Parse(register.Period)!, context.Calendar);

    private static Loading<IReadOnlyList<RegisterTalk>> Talks(
        RecordQuery query,
        Func<QueryContext, NpgsqlParameter[]> of
    ) =>
        query.Ask<IReadOnlyList<RegisterTalk>>(
            context => Statement.Of(Registers.MonthsTalks.Sql, of(context)),
            async (reader, stop) => [.. (await Registers.MonthsTalks.ReadAsync(reader, stop)).Select(x => x.Talk)],
            otherwise: []
        );
}

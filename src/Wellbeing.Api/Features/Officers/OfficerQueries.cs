using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Officers;

/// <summary>What is asked of the officer whom a record is about.</summary>
internal static class OfficerQueries
{
    // What stands in the officer's history concerns the officer, whether or not its event names anybody.
    private const string EntryOf = """
        SELECT e.user_name FROM readmodels.history AS h JOIN events.mt_events AS e ON e.seq_id = h.seq
        WHERE h.officer_id = $1 AND h.event_id = $2
        """;

    /// <summary>The badge number in the caller's token as a value; nobody has none.</summary>
    public static NpgsqlParameter BadgeOf(QueryContext context) =>
        new NpgsqlParameter<string?> { TypedValue = context.Badge, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>The id of the officer whom a request names, as an expression over a parameter, and the parameter's value.</summary>
    public static (string Sql, NpgsqlParameter Value) IdOf(INamesOfficer request, string parameter) =>
        request.OfficerId is { } id
            ? (parameter, SqlParameter.Of(id))
            : (
                $"(SELECT officer_id FROM identities.officers WHERE badge_number = {parameter})",
                SqlParameter.Of(request.BadgeNumber!)
            );

    /// <summary>Whether the caller's badge is that of the record's officer, whatever the caller's role.</summary>
    public static Loading<bool> CallerIsItsOfficer(this RecordQuery query) =>
        query.AskOne(
            context =>
                context.Badge is null
                    ? null
                    : Statement.Of(
                        $"SELECT coalesce($1 = {Persons.OfBadge("$2")}, false)",
                        SqlParameter.Of(context.Record!.OfficerId!.Value),
                        BadgeOf(context)
                    ),
            otherwise: false
        );

    /// <summary>The identity of the officer who is continued.</summary>
    public static Loading<IdentityRow> Identity(this RecordQuery query) =>
        query.Ask(
            context =>
                Statement.Of(
                    "SELECT officer_id, badge_number, name, contact, salt FROM identities.officers WHERE officer_id = $1",
                    SqlParameter.Of(context.Record!.State.Id)
                ),
            // An erased officer has none any more, and the request is refused before the decision.
            async (reader, stop) =>
                await reader.ReadAsync(stop)
                    ? new IdentityRow(
                        reader.GetGuid(0),
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.IsDBNull(3) ? null : reader.GetString(3),
                        reader.GetFieldValue<byte[]>(4)
                    )
                    : null!,
            otherwise: null!
        );

    /// <summary>
    /// Who put an entry of the officer's history on record, which has to exist: where it does not, it is refused as
    /// <c>unknown-entry</c>.
    /// </summary>
    public static Loading<Person> AuthorOfEntry(this RecordQuery query, Guid entry) =>
        query
            .Ask<string?>(
                context => Statement.Of(EntryOf, SqlParameter.Of(context.Record!.State.Id), SqlParameter.Of(entry)),
                async (reader, stop) =>
                    !await reader.ReadAsync(stop) ? null
                    : reader.IsDBNull(0) ? ""
                    : reader.GetString(0),
                otherwise: null,
                missing: "unknown-entry"
            )
            .Select(author => (Person)author);
}

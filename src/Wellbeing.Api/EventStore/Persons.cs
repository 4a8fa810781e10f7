using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Persons in SQL: stored ids are compared by the key of <see cref="Person" />, which <c>journal.person(…)</c> makes of them. What is
/// compared with it is a key already.
/// </summary>
internal static class Persons
{
    public const string AccessesBy = "mt_ix_access_person";
    public const string Badges = "ix_officers_badge_key";

    // The whole function is one expression of immutable functions: PostgreSQL writes it into the statement and uses indexes on it.
    public static string Ddl { get; } =
        $"""
            CREATE OR REPLACE FUNCTION journal.person(id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
                RETURN lower(translate(normalize(id, NFKC), {Ignored}, '') COLLATE "C");
            CREATE INDEX IF NOT EXISTS {AccessesBy} ON readmodels.mt_doc_access (journal.person(by), until) WHERE until IS NOT NULL;
            CREATE INDEX IF NOT EXISTS {Badges} ON identities.officers (journal.person(badge_number));
            -- Marks are kept by the person. Those of before were kept by the spelling.
            INSERT INTO journal.notice_reads (reader, notice_id, at)
                SELECT journal.person(reader), notice_id, at FROM journal.notice_reads WHERE reader <> journal.person(reader)
                ON CONFLICT (reader, notice_id) DO NOTHING;
            DELETE FROM journal.notice_reads WHERE reader <> journal.person(reader);
            """;

    private static string Ignored => $"U&'{string.Concat(Person.Ignored.Select(x => $"\\{(int)x:X4}"))}'";

    /// <summary>The condition that a stored id is a person's.</summary>
    /// <param name="stored">The stored id, as SQL.</param>
    /// <param name="key">The person's key, as SQL.</param>
    public static string Same(string stored, string key) => $"journal.person({stored}) = {key}";

    /// <summary>The key of an id that a caller asks for; null where none is asked for.</summary>
    public static string? KeyOf(string? id) => id is null ? null : new Person(id).Key;

    /// <summary>
    /// The id of the officer whose badge number a token names, as SQL: the one with that number, else with one that is the same
    /// person's. Who is the officer may not decide on the own record by a token that spells the number otherwise.
    /// </summary>
    public static string OfBadge(string badge) =>
        "(SELECT officer_id FROM identities.officers WHERE journal.person(badge_number) = journal.person("
        + $"{badge}) ORDER BY badge_number = {badge} DESC LIMIT 1)";
}

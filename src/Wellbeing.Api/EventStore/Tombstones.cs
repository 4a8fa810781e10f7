namespace Wellbeing.Api.EventStore;

/// <summary>
/// Keeps Marten's tombstones out of the record. A failed session stores them afterwards, to fill the sequence numbers that it
/// took; the daemon waits for such a gap instead, and whatever reads events meets nothing but events.
/// </summary>
internal static class Tombstones
{
    /// <summary>Runs after migrations, under the owner's role: the application's cannot take the triggers away.</summary>
    public const string Ddl = """
        CREATE OR REPLACE FUNCTION events.pass_over_tombstones() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RETURN NULL; END $$;
        CREATE OR REPLACE TRIGGER pass_over_tombstones BEFORE INSERT ON events.mt_events FOR EACH ROW
            WHEN (NEW.type = 'tombstone') EXECUTE FUNCTION events.pass_over_tombstones();
        CREATE OR REPLACE TRIGGER pass_over_tombstones BEFORE INSERT ON events.mt_streams FOR EACH ROW
            WHEN (NEW.type IS NULL AND NEW.version = 0) EXECUTE FUNCTION events.pass_over_tombstones();
        """;
}

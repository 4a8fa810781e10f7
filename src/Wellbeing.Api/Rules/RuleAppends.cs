using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Units;
using Wellbeing.Domain;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>
/// Puts on record what a rule came to. The ids of the event and of a stream that it starts follow from the rule, its version
/// and what it saw: whoever tries it again, here or on another node, meets the same ids and appends nothing.
/// </summary>
internal sealed class RuleAppends(NpgsqlDataSource database, EventJournal journal, KeyedIds ids)
{
    /// <summary>The role in which rules act.</summary>
    public const string Role = "rule";

    /// <summary>Id of the event by which an outcome is on record.</summary>
    public Guid EventIdOf(RuleOutcome outcome) => ids.Event(outcome.Actor, outcome.Key);

    /// <summary>Appends; false where somebody was faster, or wrote to the stream, and it is to be looked at again.</summary>
    public async Task<bool> TryAsync(RuleOutcome outcome, CancellationToken stop)
    {
        var (act, id) = (outcome.Act, EventIdOf(outcome));
        var entry = act.StreamId is { } stream
            ? await ContinuingAsync(outcome, stream, id, stop)
            : EntryOf(outcome, ids.Stream(outcome.Actor, outcome.Key), id, null, act.Decide(null, []));
        return entry is null || (await journal.AppendAsync(entry, stop)).Conflict is null or Conflict.Repeated;
    }

    private async Task<JournalEntry?> ContinuingAsync(RuleOutcome outcome, Guid stream, Guid id, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (await LoadedRecord.FindAsync(connection, outcome.Act.Stream.Record(), stream, stop) is not { } found)
            return null;
        var above = await UnitTree.AboveAsync(connection, outcome.Act.UnitCode, stop);
        return EntryOf(outcome, stream, id, found, outcome.Act.Decide(found.State, above));
    }

    private static JournalEntry? EntryOf(
        RuleOutcome outcome,
        Guid stream,
        Guid id,
        LoadedRecord? found,
        Decision decision
    )
    {
        // What has no day of its own does not go back within a stream: what has happened there since came first on record.
        var at =
            found?.OccurredAt > outcome.Act.OccurredAt && outcome.Act.Stream != StreamKind.Officer
                ? found.OccurredAt
                : outcome.Act.OccurredAt;
        return decision.Refusal is not null
            ? null
            : new JournalEntry(
                outcome.Act.Stream,
                stream,
                found?.Version ?? 0,
                found?.State,
                [.. decision.Events.Select((x, place) => new NewEvent(KeyedIds.Following(id, place), x, at))],
                new Author(outcome.Actor, null, Role: Role)
            );
    }
}

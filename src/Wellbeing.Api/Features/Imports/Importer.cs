using System.Runtime.CompilerServices;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Imports;

/// <summary>What became of one line.</summary>
internal abstract record LineOutcome(ImportLine Line)
{
    internal sealed record Accepted(ImportLine Line, IReadOnlyList<Finding> Findings) : LineOutcome(Line);

    internal sealed record Duplicate(ImportLine Line) : LineOutcome(Line);

    internal sealed record Rejected(ImportLine Line, Rejection Why) : LineOutcome(Line);
}

/// <summary>
/// Puts the lines of a source system on record through the journal, a batch at a time. Lines are decided in their order,
/// each against what those before it left; what is refused is refused by itself. While one batch is being stored, the next
/// one is decided on top of it.
/// </summary>
/// <param name="journal">The one write path.</param>
/// <param name="keys">Keys of those whom texts are about.</param>
/// <param name="calendar">The bureau's days.</param>
/// <param name="policies">The policies.</param>
/// <param name="connections">Where batches are looked up and stored.</param>
/// <param name="recorder">Who sends them.</param>
internal sealed class Importer(
    EventJournal journal,
    KeyStore keys,
    BureauCalendar calendar,
    PoliciesInForce policies,
    ImportConnections connections,
    Author recorder
)
{
    private const int Tries = 5;

    /// <summary>What became of lines that are stored already, should the rest of their batch have to be tried again.</summary>
    private readonly Dictionary<int, LineOutcome> _settled = [];

    private readonly LinePreparation _preparation = new(journal, keys, calendar, policies, connections.DryRun);

    /// <summary>Takes batches in; answers the outcomes of each once it is stored.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LineOutcome>> TakeAsync(
        IAsyncEnumerable<IReadOnlyList<ImportLine>> batches,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        Decided? before = null;
        var storing = Task.FromResult(true);
        try
        {
            await foreach (var lines in batches.WithCancellation(stop))
            {
                var decided = await DecideAsync(lines, before?.Known, storing, stop);
                if (before is not null)
                {
                    var stored = await storing;
                    yield return Final(stored ? before.Outcomes : await TakeAsync(before.Lines, stop));
                    // What was decided on top of what is not there is decided again.
                    decided = stored ? decided : null;
                }
                before = decided ?? await DecideAsync(lines, null, Task.FromResult(true), stop);
                if (before is null)
                {
                    yield return Final(await TakeAsync(lines, stop));
                    continue;
                }
                storing = StoreAsync(before.Batch, stop);
                if (connections.DryRun)
                    await storing;
            }
            if (before is not null)
                yield return Final(await storing ? before.Outcomes : await TakeAsync(before.Lines, stop));
        }
        finally
        {
            // Whatever ends it: nothing is being stored when the import is over.
            await Task.WhenAny(storing);
        }
    }

    private IReadOnlyList<LineOutcome> Final(IReadOnlyList<LineOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
            _settled.Remove(outcome.Line.Number);
        return outcomes;
    }

    /// <summary>Takes one batch in by itself, again and again while others write what it writes.</summary>
    private async Task<IReadOnlyList<LineOutcome>> TakeAsync(IReadOnlyList<ImportLine> lines, CancellationToken stop)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (
                await DecideAsync(lines, null, Task.FromResult(true), stop) is { } decided
                && await StoreAsync(decided.Batch, stop)
            )
                return decided.Outcomes;
        }
        // One at a time, only what is contended fails.
        if (lines.Count == 1)
            return [new LineOutcome.Rejected(lines[0], new Rejection("concurrent-change"))];
        var all = new List<LineOutcome>(lines.Count);
        foreach (var line in lines)
            all.AddRange(await TakeAsync([line], stop));
        return all;
    }

    /// <summary>Decides a batch; null where another writer got in between.</summary>
    /// <param name="lines">The batch.</param>
    /// <param name="before">What the batch before it knew and left, while that is being stored.</param>
    /// <param name="storing">Whether the batch before it could be stored.</param>
    /// <param name="stop">Stops it.</param>
    private async Task<Decided?> DecideAsync(
        IReadOnlyList<ImportLine> lines,
        ImportLookup? before,
        Task<bool> storing,
        CancellationToken stop
    )
    {
        var readable = lines.Where(line => line.Rejected is null).ToList();
        await using var reading = await connections.TakeAsync(stop);
        var known = await ImportLookup.LoadAsync(reading.Value, readable, before, stop);
        var subjects = await _preparation.KeysAsync(readable, known, stop);
        var book = await _preparation.BookAsync(stop);
        var outcomes = new List<LineOutcome>(lines.Count);
        var batch = journal.Open();
        foreach (var line in lines)
        {
            if (_settled.TryGetValue(line.Number, out var settled))
            {
                outcomes.Add(settled);
                continue;
            }
            if (line.Rejected is { } rejected)
            {
                outcomes.Add(new LineOutcome.Rejected(line, rejected));
                continue;
            }
            if (known.Recorded.TryGetValue(line.EventId, out var fingerprint))
            {
                outcomes.Add(
                    string.Equals(fingerprint, line.Fingerprint, StringComparison.Ordinal)
                        ? new LineOutcome.Duplicate(line)
                        : new LineOutcome.Rejected(line, new Rejection("key-reused"))
                );
                continue;
            }
            var (prepared, refused) = _preparation.Prepare(line, known, subjects, book);
            if (prepared is { Rest.Count: > 0 })
            {
                if (!await storing || !await StoreAsync(batch, stop))
                    return null;
                foreach (var stored in outcomes)
                    _settled[stored.Line.Number] = stored;
                batch = journal.Open();
                await RecordQuery.AskAsync(reading.Value, prepared.Rest, stop);
            }
            outcomes.Add(
                prepared is null ? new LineOutcome.Rejected(line, refused!) : Decide(line, prepared, known, batch)
            );
        }
        return new Decided(lines, known, outcomes, batch);
    }

    private LineOutcome Decide(ImportLine line, PreparedLine prepared, ImportLookup known, Batch batch)
    {
        var stream = prepared.Stream;
        var context = prepared.Then is { } then ? prepared.Context with { OccurredAt = then.At } : prepared.Context;
        var decision = TimedDecision.Of(line.Call, context, stream.State, prepared.Then, prepared.About);
        if (decision.Refusal is { } refusal)
            return new LineOutcome.Rejected(
                line,
                new Rejection(
                    refusal.Code,
                    refusal.Rule,
                    Facts: refusal.Facts is null ? null : string.Join(", ", refusal.Facts)
                )
            );
        var identity = line.Call.IdentityOf(context);
        if (
            identity is not null
            && known.OfficersByBadge.TryGetValue(identity.Row.BadgeNumber, out var holder)
            && holder != stream
        )
            return new LineOutcome.Rejected(line, new Rejection("badge-number-in-use"));
        var (receipt, state) = batch.Add(
            new JournalEntry(
                line.UseCase.Event.Stream,
                stream.Id,
                stream.Version,
                stream.State,
                [
                    .. decision.Events.Select(
                        (fact, place) =>
                            new NewEvent(
                                KeyedIds.Following(line.EventId, place),
                                fact,
                                line.Call.TimeOf(fact, context),
                                place == 0 ? line.Fingerprint : null
                            )
                    ),
                ],
                recorder with
                {
                    Actor = line.Actor,
                }
            )
            {
                Identity = identity?.Row,
                Source = stream.Mapped ? null : new SourceStreamRow(line.StreamKey, stream.Id),
            }
        );
        (stream.Version, stream.OccurredAt, stream.State, stream.Mapped) = (
            receipt.Version,
            ((RecordState)state).OccurredAt,
            state,
            true
        );
        known.Recorded[line.EventId] = line.Fingerprint;
        known.Streams[line.StreamKey] = stream;
        if (identity?.FormerBadgeNumber is { } former)
            known.Release(former);
        known.Learn(stream, identity?.Row.BadgeNumber);
        return new LineOutcome.Accepted(line, decision.Events[0].Findings ?? []);
    }

    private async Task<bool> StoreAsync(Batch batch, CancellationToken stop)
    {
        if (batch.Count == 0)
            return true;
        if (connections.Transaction is not { } transaction)
            return await journal.CommitAsync(batch, stop) is null;
        // Nothing that fails may end the one transaction of a dry run.
        await transaction.SaveAsync("batch", stop);
        var stored = await journal.AppendAsync(batch, transaction, stop, kept: false) is null;
        if (!stored)
            await transaction.RollbackAsync("batch", stop);
        return stored;
    }

    /// <summary>A batch that is decided, and what it found and left.</summary>
    private sealed record Decided(
        IReadOnlyList<ImportLine> Lines,
        ImportLookup Known,
        IReadOnlyList<LineOutcome> Outcomes,
        Batch Batch
    );
}

using Npgsql;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>
/// Lets the rules act. Every node looks four times a second, and as soon as it has committed something after a pause; one at
/// a time does the work, and any other takes over with its next look. That each thing is recorded once is not this lock's doing but that of the ids (<see cref="RuleAppends" />).
/// </summary>
internal sealed partial class RuleRunner(
    NpgsqlDataSource database,
    HighWater highWater,
    PoliciesInForce policies,
    RuleFacts facts,
    RuleAppends appends,
    RuleSettings settings,
    CommitSignal commits,
    TimeProvider clock,
    ILogger<RuleRunner> log
) : BackgroundService
{
    private const int Together = 100;

    private const string Activate = """
        INSERT INTO rules.activation (active_from) VALUES ($1) ON CONFLICT DO NOTHING
        """;

    // Whoever stops while it works, frozen or cut off, does not keep the others from it.
    private static readonly string Begin =
        $"SELECT pg_try_advisory_xact_lock({Locks.Rules}), set_config('idle_in_transaction_session_timeout', '30s', true)";

    private const string Idle = """
        SELECT coalesce(pg_sequence_last_value('events.mt_events_sequence'), 0) <= seq
            AND NOT EXISTS (SELECT FROM rules.due WHERE due_at <= $1)
        FROM rules.progress
        """;

    // About an officer only what may make something fall due: the rest is found when it is judged, or, where it was stored
    // later than that may have been, looked at all the same. A review has few events. A record of the past sets nothing
    // off, but for who is owed a talk where the imported are; another version of the rules may ask for other times. No read
    // model is touched: a rebuild that waits for this transaction keeps its appends waiting.
    private const string Touch = """
        INSERT INTO rules.due AS d (subject_id, due_at)
        SELECT subject_id, $3 FROM (
            SELECT (data ->> 'officerId')::uuid AS subject_id FROM events.mt_events
            WHERE seq_id > $1 AND seq_id <= $2 AND data ? 'officerId' AND (type = ANY ($6) OR timestamp <= $7)
                AND (NOT headers ? 'historical' OR $5 AND type = 'officer_enrolled')
            UNION
            SELECT stream_id FROM events.mt_events
            WHERE seq_id > $1 AND seq_id <= $2 AND type = ANY ($8) AND NOT headers ? 'historical'
            UNION
            SELECT jsonb_array_elements_text(n.data -> 'officerIds')::uuid
            FROM events.mt_events AS e JOIN events.mt_events AS n ON n.stream_id = e.stream_id AND n.version = 1
            WHERE e.seq_id > $1 AND e.seq_id <= $2 AND e.type = 'commendation_approved' AND NOT e.headers ? 'historical'
                AND n.data ? 'officerIds'
            UNION
            SELECT stream_id FROM events.mt_events WHERE type = 'officer_enrolled' AND EXISTS (
                SELECT FROM events.mt_events WHERE seq_id > $1 AND seq_id <= $2 AND stream_id = $4)) AS touched
        WHERE subject_id IS NOT NULL
        ON CONFLICT (subject_id) DO UPDATE SET due_at = least(d.due_at, excluded.due_at)
        """;

    private const string Later = """
        UPDATE rules.due AS d SET due_at = u.at FROM unnest($1, $2) AS u (subject_id, at) WHERE d.subject_id = u.subject_id
        """;

    private const string Done = "DELETE FROM rules.due WHERE subject_id = ANY ($1)";

    private static readonly string[] SetOffBy = [.. RuleEngine.SetOffBy.Select(x => x.Name)];

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    // However much is recorded, what comes within this time is looked at together.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan TriedAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _activeFrom = settings.ActiveFrom?.ToUniversalTime();
    private Look? _look;

    /// <summary>Since when the rules are active.</summary>
    public async Task<DateTimeOffset> ActiveFromAsync(CancellationToken stop)
    {
        if (_activeFrom is { } known)
            return known;
        await using var activate = database.CreateCommand(Activate);
        activate.Parameters.Add(Lookups.Value(clock.GetUtcNow().ToUniversalTime()));
        await activate.ExecuteNonQueryAsync(stop);
        await using var command = database.CreateCommand("SELECT active_from FROM rules.activation");
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        _activeFrom = reader.GetFieldValue<DateTimeOffset>(0);
        return _activeFrom.Value;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var committed = commits.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await StepAsync(stoppingToken)) { }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: what is due stays due.
                NotDone(failure);
            }
            await Task.Delay(Pause, clock, stoppingToken);
            // What other nodes commit and what falls due wakes nobody: it is looked for.
            await committed.WaitAsync(Between - Pause, stoppingToken);
        }
    }

    /// <summary>Looks once; true where more is due.</summary>
    public async Task<bool> StepAsync(CancellationToken stop)
    {
        var activeFrom = await ActiveFromAsync(stop);
        if (await IsIdleAsync(clock.GetUtcNow().ToUniversalTime(), stop))
            return false;
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (!await ExecuteAsync<bool>(connection, Begin, stop) || await SettledAsync(stop) is not { } look)
            return false;
        var (now, upTo, _) = look;
        var book = await policies.RulesAsync(stop);
        var seen = await ExecuteAsync<long>(connection, "SELECT seq FROM rules.progress", stop);
        // Another node has looked further meanwhile: what it found due is not judged by less.
        if (seen > upTo)
            return false;
        if (seen < upTo)
        {
            var rules = PolicyStreams.IdOf(Domain.Policies.PolicyKind.Rules);
            var imported = book.Versions.Any(x => x.Rules.CoversImported);
            await ExecuteAsync(
                connection,
                Touch,
                stop,
                Of(seen),
                Of(upTo),
                Of(now),
                Of(rules),
                Of(imported),
                Of(SetOffBy),
                Of(now - RuleEngine.Settled),
                Of(RuleFacts.OfReviews)
            );
            await ExecuteAsync(connection, "UPDATE rules.progress SET seq = $1", stop, Of(upTo));
        }
        var due = await DueAsync(connection, now, stop);
        var (again, done) = (new List<(Guid Subject, DateTimeOffset At)>(), new List<Guid>());
        foreach (var subject in await facts.ReadAsync([.. due], upTo, activeFrom, stop))
        {
            if (await TryAsync(subject, book, now, stop) is { } next)
                again.Add((subject.SubjectId, next));
            else
                done.Add(subject.SubjectId);
        }
        var (subjects, times) = (again.ConvertAll(x => x.Subject).ToArray(), again.ConvertAll(x => x.At).ToArray());
        await ExecuteAsync(connection, Later, stop, Of(subjects), Of(times));
        await ExecuteAsync(connection, Done, stop, Of(done.ToArray()));
        await transaction.CommitAsync(stop);
        return due.Count > 0;
    }

    /// <summary>
    /// Up to where all events are there to be seen, and as of when; null until the next look: appends under way are not
    /// waited for, but looked at again.
    /// </summary>
    private async Task<Look?> SettledAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        var (last, appending) = await highWater.ReadAsync(stop);
        var look = new Look(now, last, appending);
        if (_look is { } before)
            before.Appending.IntersectWith(appending);
        var settled =
            look.Appending.Count == 0 ? look
            : _look is { Appending.Count: 0 } ? _look
            : null;
        _look = settled is null ? _look ?? look : null;
        return settled;
    }

    // A record that cannot be folded keeps no other one waiting.
    private async Task<DateTimeOffset?> TryAsync(
        SubjectFacts subject,
        RuleBook book,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        try
        {
            return await NextAsync(subject, book, now, stop);
        }
        catch (Exception failure)
            when (failure is not (OperationCanceledException or NpgsqlException or SealUnavailableException))
        {
            NotJudged(subject.SubjectId, failure);
            return now + TriedAgain;
        }
    }

    /// <summary>Puts on record what is due about a subject; answers when to look again.</summary>
    private async Task<DateTimeOffset?> NextAsync(
        SubjectFacts subject,
        RuleBook book,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var judged = RuleEngine.Judge(subject, book, now);
        var recorded = subject.All.Select(x => x.Event.Id).ToHashSet();
        var missing = judged.Outcomes.Where(x => !recorded.Contains(appends.EventIdOf(x))).ToList();
        var next = judged.NextAt;
        foreach (var outcome in missing)
        {
            if (!await appends.TryAsync(outcome, stop))
                next = now;
        }
        return next;
    }

    private async Task<bool> IsIdleAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Idle);
        command.Parameters.Add(Of(now));
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task<List<Guid>> DueAsync(
        NpgsqlConnection connection,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(
            $"SELECT subject_id FROM rules.due WHERE due_at <= $1 ORDER BY due_at, subject_id LIMIT {Together}",
            connection
        )
        {
            Parameters = { Of(now) },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var due = new List<Guid>();
        while (await reader.ReadAsync(stop))
            due.Add(reader.GetGuid(0));
        return due;
    }

    private static async Task<T> ExecuteAsync<T>(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken stop,
        params NpgsqlParameter[] parameters
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static NpgsqlParameter Of<T>(T value) => Lookups.Value(value);

    /// <summary>When the last number was drawn, and the transactions that may still store one up to it.</summary>
    private sealed record Look(DateTimeOffset Now, long UpTo, HashSet<string> Appending);

    [LoggerMessage(LogLevel.Warning, "The rules could not act on all that is due; they try it again.")]
    private partial void NotDone(Exception failure);

    [LoggerMessage(LogLevel.Error, "The record of officer or review {Subject} could not be judged; it is tried again.")]
    private partial void NotJudged(Guid subject, Exception failure);
}

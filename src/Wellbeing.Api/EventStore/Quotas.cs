using System.Collections.Concurrent;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>What one person may put on record, where nothing is ever deleted.</summary>
/// <param name="Events">Events of a day.</param>
/// <param name="Bytes">Bytes of what they hold, as it is stored: sealed texts are a third longer than they were.</param>
/// <param name="PerMinute">Events of a minute.</param>
internal sealed record Quota(long Events, long Bytes, long PerMinute);

/// <summary>The quotas by settings: of staff, and of officers who write on their own behalf.</summary>
internal sealed record QuotaSettings(Quota Staff, Quota Own)
{
    public static QuotaSettings Of(IConfiguration configuration)
    {
        return new(
            new(Positive("PerDay", 2000), Positive("BytesPerDay", 4_000_000), long.MaxValue),
            new(Positive("OwnPerDay", 50), Positive("OwnBytesPerDay", 400_000), Positive("OwnPerMinute", 10))
        );

        long Positive(string name, long usual)
        {
            var value = configuration.GetValue($"Quota:{name}", usual);
            var factor = configuration.GetValue("Quota:Factor", 1L);
            return value is > 0 and <= 1_000_000_000 && factor is > 0 and <= 1_000_000_000
                ? value * factor
                : throw new InvalidOperationException(
                    $"Quota:{name} and Quota:Factor have to be whole numbers from 1 to 1,000,000,000."
                );
        }
    }
}

/// <summary>A person's quota does not suffice for an append.</summary>
/// <param name="code">Which quota it is, as a problem's code.</param>
/// <param name="limit">The quota.</param>
/// <param name="until">When it begins anew.</param>
internal sealed class QuotaUsedUpException(string code, long limit, DateTimeOffset until) : Exception
{
    public string Code => code;

    public long Limit => limit;

    public DateTimeOffset Until => until;
}

/// <summary>
/// Counts what each person puts on record in a bureau's day. What is on record is the truth, which every node reads; between two
/// readings a node spends at most an eighth of what was left, so that eight nodes together stay within the quota, and goes on
/// counting in memory: nearly every append asks no database. Systems, rules and the server have no quota.
/// </summary>
internal sealed class Quotas(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    QuotaSettings settings
)
{
    /// <summary>The index by which a person's events of a day are found.</summary>
    public const string Index = "ix_mt_events_person";

    // Disclosures that a dossier's export stores beside itself are not counted: the export counts once.
    private const string Stored = """
        WITH mine AS (
            SELECT type, timestamp, octet_length(data::text) AS size FROM events.mt_events
            WHERE journal.person(user_name) = $1 AND timestamp >= $2 AND coalesce(headers ->> 'role', '') <> 'integrator'
                AND (coalesce(headers ->> 'role', '') = 'officer') = $3 AND id <> ALL ($4))
        SELECT count(*), coalesce(sum(size), 0)::bigint FROM mine
        WHERE NOT (type = 'record_disclosed' AND timestamp IN (SELECT timestamp FROM mine WHERE type = 'record_exported'))
        """;

    private const int Share = 8;
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(Person, bool), Spending> _spent = new();

    public static string Ddl { get; } =
        $"""
            CREATE INDEX IF NOT EXISTS {Index} ON events.mt_events (journal.person(user_name), timestamp)
              WHERE coalesce(headers ->> 'role', '') <> 'integrator';
            """;

    /// <summary>Whether an author has a quota: a person, not a system, and neither the server nor a rule.</summary>
    public static bool Binds(Author author) =>
        !author.Historical && author.Role != Caller.NameOf(Role.Integrator) && Actors.IsPerson(author.Actor);

    /// <summary>Takes what a request is about to append from its author's quota; it is given back where nothing is stored.</summary>
    /// <exception cref="QuotaUsedUpException">The quota does not suffice.</exception>
    public async ValueTask<Taken?> TakeAsync(Author author, IReadOnlyList<NewEvent> events, CancellationToken stop)
    {
        if (!Binds(author) || events.Count == 0)
            return null;
        var own = author.Role == Caller.NameOf(Role.Officer);
        var quota = own ? settings.Own : settings.Staff;
        var taken = new Taken(
            _spent.GetOrAdd((author.Actor, own), _ => new Spending()),
            [.. events.Select(x => x.Id)],
            events.Sum(x => (long)x.Utf8.Length)
        );
        if (!TryTake(taken, quota))
        {
            await taken.From.Reading.WaitAsync(stop);
            try
            {
                // Another append of the same person may have read it meanwhile.
                while (!TryTake(taken, quota))
                    await ReadAsync(taken.From, author.Actor, own, quota, stop);
            }
            finally
            {
                taken.From.Reading.Release();
            }
        }
        return taken;
    }

    /// <summary>False where what is on record has to be read first.</summary>
    private bool TryTake(Taken taken, Quota quota)
    {
        var now = clock.GetUtcNow();
        var spending = taken.From;
        lock (spending)
        {
            if (
                spending.Day != calendar.DayOf(now)
                || now - spending.ReadAt > Trusted
                || spending is { Left: <= 0 } or { BytesLeft: <= 0 }
            )
                return false;
            if (spending.Events + taken.Ids.Count > quota.Events)
                throw new QuotaUsedUpException("daily-events-used-up", quota.Events, NextDay(spending.Day));
            if (spending.Bytes + taken.Bytes > quota.Bytes)
                throw new QuotaUsedUpException("daily-bytes-used-up", quota.Bytes, NextDay(spending.Day));
            spending.Lately.RemoveAll(x => now - x.At >= Minute || x.Taken.IsBack);
            if (spending.Lately.Sum(x => x.Taken.Ids.Count) + taken.Ids.Count > quota.PerMinute)
                throw new QuotaUsedUpException(
                    "minute-events-used-up",
                    quota.PerMinute,
                    (spending.Lately is [var first, ..] ? first.At : now) + Minute
                );
            if (quota.PerMinute < long.MaxValue)
                spending.Lately.Add((now, taken));
            spending.Add(taken);
            return true;
        }
    }

    // Appends of the same person wait for the reading. Appends under way are left out of the query, since they may be stored or
    // not by now, and are counted as they were taken.
    private async Task ReadAsync(Spending spending, Person person, bool own, Quota quota, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var day = calendar.DayOf(now);
        List<Taken> underWay;
        lock (spending)
        {
            // Not to be trusted while it is read.
            spending.Left = 0;
            underWay = [.. spending.UnderWay.Values];
        }
        await using var command = database.CreateCommand(Stored);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person.Key });
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset> { TypedValue = calendar.StartOf(day).ToUniversalTime() }
        );
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = own });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. underWay.SelectMany(x => x.Ids)] });
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        var (events, bytes) = (reader.GetInt64(0), reader.GetInt64(1));
        lock (spending)
        {
            var kept = underWay.FindAll(x => !x.IsBack);
            (spending.Day, spending.ReadAt) = (day, now);
            spending.Events = events + kept.Sum(x => x.Ids.Count);
            spending.Bytes = bytes + kept.Sum(x => x.Bytes);
            spending.Left = Math.Max(1, (quota.Events - spending.Events) / Share);
            spending.BytesLeft = Math.Max(1, (quota.Bytes - spending.Bytes) / Share);
        }
    }

    private DateTimeOffset NextDay(DateOnly day) => calendar.StartOf(day.AddDays(1));

    /// <summary>What a person has spent, as far as this node knows. Its own lock guards it.</summary>
    internal sealed class Spending
    {
        public SemaphoreSlim Reading { get; } = new(1);

        public DateOnly Day { get; set; }

        public DateTimeOffset ReadAt { get; set; }

        public long Events { get; set; }

        public long Bytes { get; set; }

        /// <summary>How many events may go on before it is read again.</summary>
        public long Left { get; set; }

        public long BytesLeft { get; set; }

        /// <summary>What was taken within the last minute, in order; at most as many as the quota of a minute allows.</summary>
        public List<(DateTimeOffset At, Taken Taken)> Lately { get; } = [];

        /// <summary>What was taken and is not stored yet, or not known to be.</summary>
        public Dictionary<Guid, Taken> UnderWay { get; } = [];

        public void Add(Taken taken)
        {
            (Events, Bytes) = (Events + taken.Ids.Count, Bytes + taken.Bytes);
            (Left, BytesLeft) = (Left - taken.Ids.Count, BytesLeft - taken.Bytes);
            UnderWay[taken.Ids[0]] = taken;
        }
    }

    /// <summary>A part of a quota.</summary>
    internal sealed class Taken(Spending from, IReadOnlyList<Guid> ids, long bytes)
    {
        public Spending From => from;

        public IReadOnlyList<Guid> Ids => ids;

        public long Bytes => bytes;

        /// <summary>Whether it was given back.</summary>
        public bool IsBack { get; private set; }

        /// <summary>It is known what became of it.</summary>
        public void End(bool stored)
        {
            lock (from)
            {
                from.UnderWay.Remove(ids[0]);
                if (stored || IsBack)
                    return;
                IsBack = true;
                (from.Events, from.Bytes) = (from.Events - ids.Count, from.Bytes - bytes);
            }
        }
    }
}

using Npgsql;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Rules;

/// <summary>
/// The officers and reviews that are due to be judged, and when. A claim is a lease by the database's clock: whoever stops
/// half way leaves the row to others after ten seconds. An event that comes meanwhile takes the claim away
/// (<see cref="RuleSubscription" />), so that a judgement which did not see it settles nothing.
/// </summary>
internal sealed class DueSubjects(NpgsqlDataSource database)
{
    /// <summary>For how long a claim lasts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    // In all, on all nodes: a queue of claims that is longer than its lease would be worked off twice.
    private const int InHand = 100;

    private static readonly string Claim = $"""
        UPDATE rules.due AS d SET claim = $2, claimed_until = now() + $3 FROM (
            SELECT subject_id FROM rules.due
            WHERE due_at <= $1 AND coalesce(claimed_until <= now(), true)
            ORDER BY due_at, subject_id
            LIMIT greatest(0, {InHand} - (SELECT count(*) FROM rules.due WHERE claimed_until > now()))
            FOR UPDATE SKIP LOCKED) AS due
        WHERE d.subject_id = due.subject_id RETURNING d.subject_id
        """;

    /// <summary>SQL: 1 where somebody can be claimed who is due by <c>$1</c>.</summary>
    public const string Waiting =
        "SELECT EXISTS (SELECT FROM rules.due WHERE due_at <= $1 AND coalesce(claimed_until <= now(), true))::int";

    private const string Later = """
        UPDATE rules.due SET due_at = $3, claim = NULL, claimed_until = NULL WHERE subject_id = $1 AND claim = $2
        """;

    private const string Done = "DELETE FROM rules.due WHERE subject_id = $1 AND claim = $2";

    /// <summary>Claims who is due by then.</summary>
    public async Task<List<Guid>> ClaimAsync(Guid claim, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Claim);
        foreach (var value in (NpgsqlParameter[])[SqlParameter.Of(now), SqlParameter.Of(claim), SqlParameter.Of(Lease)])
            command.Parameters.Add(value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var claimed = new List<Guid>();
        while (await reader.ReadAsync(stop))
            claimed.Add(reader.GetGuid(0));
        return claimed;
    }

    /// <summary>Says when a subject that was judged is due again, or that it is not; nothing where the claim is gone.</summary>
    public async Task SettleAsync(Guid subject, Guid claim, DateTimeOffset? again, CancellationToken stop)
    {
        await using var command = database.CreateCommand(again is null ? Done : Later);
        command.Parameters.Add(SqlParameter.Of(subject));
        command.Parameters.Add(SqlParameter.Of(claim));
        if (again is { } at)
            command.Parameters.Add(SqlParameter.Of(at));
        await command.ExecuteNonQueryAsync(stop);
    }
}

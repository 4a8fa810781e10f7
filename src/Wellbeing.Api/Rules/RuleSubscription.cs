using Marten;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Domain;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>Marks whom events concern as due, in the transaction that stores how far the subscription has come.</summary>
internal sealed class RuleSubscription(IServiceProvider services)
    : SettledSubscription(DutyNames.Rules, services, Catalogue.All)
{
    // About an officer only what may make something fall due: the rest is found when it is judged, or, where it was stored
    // later than that may have been, looked at all the same. A review has few events. A record of the past sets nothing
    // off, but for who is owed a talk where the imported are; another version of the rules may ask for other times. No read
    // model is touched: a rebuild that waits for this transaction keeps its appends waiting.
    private const string Touch = """
        INSERT INTO rules.due AS d (subject_id, due_at)
        SELECT subject_id, $3 FROM (
            SELECT (data ->> 'officerId')::uuid AS subject_id FROM events.mt_events
            WHERE seq_id > $1 AND seq_id <= $2 AND data ? 'officerId' AND (type = ANY ($6) OR timestamp <= $7)
                AND (NOT headers ? 'historical' OR $5 AND type = 'officer_enrolled' OR type LIKE '%\_ordered')
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
        ON CONFLICT (subject_id) DO UPDATE SET due_at = least(d.due_at, excluded.due_at), claim = NULL, claimed_until = NULL
        """;

    private static readonly string[] SetOffBy = [.. RuleEngine.SetOffBy.Select(x => x.Name)];

    protected override async Task QueueAsync(
        IServiceProvider services,
        IDocumentOperations operations,
        long floor,
        long ceiling,
        CancellationToken stop
    )
    {
        // The rules' first activation is before the first event that they look at.
        await services.GetRequiredService<RuleActivation>().FromAsync(stop);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUniversalTime();
        var book = await services.GetRequiredService<PoliciesInForce>().RulesAsync(stop);
        Queue(
            operations,
            Touch,
            floor,
            ceiling,
            now,
            PolicyStreams.IdOf(PolicyKind.Rules),
            book.Versions.Any(x => x.Rules.CoversImported),
            SetOffBy,
            now - RuleEngine.Settled,
            RuleFacts.OfReviews
        );
    }

    protected override void Committed(IServiceProvider services) =>
        services.GetRequiredService<RuleHeartbeat>().Marked.Wake();
}

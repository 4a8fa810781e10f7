using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Rules;

/// <summary>
/// The record of an officer or a review is to be judged by the rules. The message is not durable: the row in
/// <c>rules.due</c> is, and is claimed anew where the message is lost.
/// </summary>
/// <param name="SubjectId">The officer or the review.</param>
/// <param name="Claim">Under which claim.</param>
/// <param name="Now">As of when.</param>
/// <param name="UpTo">By the events up to this sequence number.</param>
public sealed record JudgeSubject(Guid SubjectId, Guid Claim, DateTimeOffset Now, long UpTo);

/// <summary>Handles <see cref="JudgeSubject" />.</summary>
public static class JudgeSubjectHandler
{
    /// <summary>Judges, appends what is missing, and says when the subject is due again.</summary>
    public static Task HandleAsync(JudgeSubject message, ISubjectJudge judge, CancellationToken stop) =>
        judge.JudgeAsync(message, stop);
}

/// <summary>Judges a subject by the rules.</summary>
public interface ISubjectJudge
{
    /// <summary>Judges, appends what is missing, and says when the subject is due again.</summary>
    Task JudgeAsync(JudgeSubject message, CancellationToken stop);
}

internal sealed partial class SubjectJudge(
    DueSubjects due,
    PoliciesInForce policies,
    RuleFacts facts,
    RuleAppends appends,
    RuleActivation activation,
    RuleHeartbeat heartbeat,
    Duties duties,
    ILogger<SubjectJudge> log
) : ISubjectJudge
{
    private static readonly TimeSpan TriedAgain = TimeSpan.FromMinutes(1);

    public async Task JudgeAsync(JudgeSubject message, CancellationToken stop)
    {
        var (subject, claim, now, upTo) = message;
        try
        {
            var book = await policies.RulesAsync(stop);
            var record = (await facts.ReadAsync([subject], upTo, await activation.FromAsync(stop), stop)).Single();
            await due.SettleAsync(subject, claim, await NextAsync(record, book, now, stop), stop);
            duties.Done(nameof(JudgeSubject));
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            duties.Failed(nameof(JudgeSubject), failure);
            if (failure is NpgsqlException or SealUnavailableException or TimeoutException)
                throw;
            // A record that cannot be folded is tried again later, and keeps no other one waiting.
            NotJudged(subject, failure);
            await due.SettleAsync(subject, claim, now + TriedAgain, stop);
        }
        // Room for another claim.
        heartbeat.Marked.Wake();
    }

    /// <summary>Puts on record what is due about a subject; answers when it is due again.</summary>
    private async Task<DateTimeOffset?> NextAsync(
        SubjectFacts subject,
        RuleBook book,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var judged = RuleEngine.Judge(subject, book, now);
        var recorded = subject.All.Select(x => x.Event.Id).ToHashSet();
        var next = judged.NextAt;
        foreach (var outcome in judged.Outcomes.Where(x => !recorded.Contains(appends.EventIdOf(x))))
        {
            if (!await appends.TryAsync(outcome, stop))
                next = now;
        }
        return next;
    }

    [LoggerMessage(LogLevel.Error, "The record of officer or review {Subject} could not be judged; it is tried again.")]
    private partial void NotJudged(Guid subject, Exception failure);
}

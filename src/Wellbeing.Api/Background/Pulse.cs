using System.Text;
using Npgsql;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Background;

/// <summary>A background duty that has to hear of what other nodes did, and of what falls due by time.</summary>
internal interface IPolledDuty
{
    /// <summary>SQL of a <c>bigint</c>, in which <c>$1</c> is the time: how much there is to do, or a count that changes.</summary>
    string Question { get; }

    /// <summary>Takes the answer, once a second; the work is done elsewhere.</summary>
    void Answered(long answer);
}

/// <summary>
/// Asks the questions of all background duties once a second by one statement, so that an idle node costs the database one
/// transaction for all of them.
/// </summary>
internal sealed class Pulse(
    NpgsqlDataSource database,
    IEnumerable<IPolledDuty> polled,
    Duties duties,
    TimeProvider clock
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly IPolledDuty[] _polled = [.. polled];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sql = new StringBuilder("SELECT $1::timestamptz");
        foreach (var duty in _polled)
            sql.Append(", (").Append(duty.Question).Append(")::bigint");
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AskAsync(sql.ToString(), stoppingToken);
                duties.Done(nameof(Pulse));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: what there is to do is still there at the next beat.
                duties.Failed(nameof(Pulse), failure);
            }
        }
    }

    private async Task AskAsync(string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(SqlParameter.Of(clock.GetUtcNow().ToUniversalTime()));
        await using var answers = await command.ExecuteReaderAsync(stop);
        await answers.ReadAsync(stop);
        for (var place = 0; place < _polled.Length; place++)
            _polled[place].Answered(answers.GetInt64(place + 1));
    }
}

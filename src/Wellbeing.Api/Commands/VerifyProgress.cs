using System.Globalization;
using Npgsql;
using Spectre.Console;
using Wellbeing.Api.Verification;

namespace Wellbeing.Api.Commands;

/// <summary>Shows how far verification has come, beside its output: bars on a terminal, a line now and then elsewhere.</summary>
internal static class VerifyProgress
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private const string Estimate =
        "SELECT greatest(reltuples, 1)::bigint FROM pg_class WHERE oid = 'events.mt_events'::regclass";

    public static async Task<Verified> RunAsync(
        Func<IProgress<long>, IProgress<long>, Task<Verified>> verifyAsync,
        NpgsqlDataSource database,
        CancellationToken stop
    )
    {
        if (Console.IsErrorRedirected)
            return await verifyAsync(new Lines("ledger"), new Lines("read models"));
        await using var command = database.CreateCommand(Estimate);
        var events = (long)(await command.ExecuteScalarAsync(stop))!;
        return await Bars.Create()
            .StartAsync(async progress =>
            {
                var ledger = progress.AddTask("ledger", autoStart: true, events);
                var readModels = progress.AddTask("read models", autoStart: true, events);
                var verified = await verifyAsync(new Bar(ledger), new Bar(readModels));
                (ledger.Value, readModels.Value) = (ledger.MaxValue, readModels.MaxValue);
                return verified;
            });
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value)
        {
            task.MaxValue = Math.Max(task.MaxValue, value);
            task.Value = value;
        }
    }

    private sealed class Lines(string phase) : IProgress<long>
    {
        private long _told = TimeProvider.System.GetTimestamp();

        public void Report(long value)
        {
            if (TimeProvider.System.GetElapsedTime(_told) < Between)
                return;
            _told = TimeProvider.System.GetTimestamp();
            Terminal.WriteErrorLine(string.Create(CultureInfo.InvariantCulture, $"{phase}: {value} events"));
        }
    }
}

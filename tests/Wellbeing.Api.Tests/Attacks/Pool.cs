using System.Diagnostics.Metrics;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>How many connections of a server's pool to the events database are in use, as its own metrics say.</summary>
internal sealed class Pool : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _database;
    private int _used;

    public Pool(string database)
    {
        _database = database;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: "db.client.connection.count" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Take(value, tags));
        _listener.Start();
    }

    /// <summary>The least that is in use for a while: what is held, without what comes and goes.</summary>
    public async Task<int> HeldAsync()
    {
        var least = int.MaxValue;
        for (var i = 0; i < 40; i++)
        {
            _used = 0;
            _listener.RecordObservableInstruments();
            least = Math.Min(least, _used);
            await Task.Delay(20);
        }
        return least;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(int value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (own, used) = (false, false);
        foreach (var (name, tag) in tags)
        {
            own |= name.EndsWith("pool.name", StringComparison.Ordinal) && Equals(tag, _database);
            used |= name.EndsWith("state", StringComparison.Ordinal) && Equals(tag, "used");
        }
        if (own && used)
            _used += value;
    }
}

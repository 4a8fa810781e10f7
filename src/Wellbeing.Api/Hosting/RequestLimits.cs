namespace Wellbeing.Api.Hosting;

/// <summary>What a request takes that there is little of; the rest is an ordinary request.</summary>
internal enum RequestKind
{
    /// <summary>A connection for as long as the statement runs, and at most a body in memory.</summary>
    Requests,

    /// <summary>A spool on disk, and connections while batches are stored.</summary>
    Imports,

    /// <summary>A transaction from the first batch to the last.</summary>
    DryRuns,

    /// <summary>An answer that stays for as long as its reader does.</summary>
    Streams,

    /// <summary>A connection or a thread for as long as a file's reader takes.</summary>
    Files,

    /// <summary>A connection, or an officer's whole record in memory, for as long as its reader takes.</summary>
    Records,
}

/// <summary>How many at once: of one caller, of all callers, and how many of each wait for a turn.</summary>
internal sealed record AtOnce(int PerCaller, int InAll, int CallerQueue = 0, int Queue = 0);

/// <summary>How long a sender may send nothing, and how long it may take in all.</summary>
internal sealed record SenderDeadlines(TimeSpan Idle, TimeSpan Total);

/// <summary>What one import may hold.</summary>
/// <param name="Bytes">Text, unpacked.</param>
/// <param name="Lines">Lines, empty ones included.</param>
/// <param name="Rejections">Lines that were rejected.</param>
/// <param name="Unread">Bytes of the answer that its reader has not taken yet.</param>
internal sealed record ImportSizes(long Bytes, int Lines, int Rejections, long Unread);

/// <summary>How much of the server requests may take, by <c>Limits:…</c>; of each process.</summary>
internal sealed class RequestLimits
{
    private readonly Dictionary<RequestKind, AtOnce> _kinds = [];

    public RequestLimits(IConfiguration configuration)
    {
        var limits = configuration.GetSection("Limits");
        Connections = Positive(limits, "Connections", 10_000L);
        _kinds[RequestKind.Requests] = new(Whole(limits, "Requests:PerCaller", 64), int.MaxValue, CallerQueue: 256);
        _kinds[RequestKind.Imports] = Of(limits, "Imports", 2, 4);
        _kinds[RequestKind.DryRuns] = Of(limits, "DryRuns", 1, 2);
        _kinds[RequestKind.Streams] = Of(limits, "Streams", 32, 1024);
        _kinds[RequestKind.Files] = Of(limits, "Files", 2, 8) with { Queue = 32 };
        _kinds[RequestKind.Records] = Of(limits, "Records", 8, 32);
        Bodies = Of(limits, "Bodies", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));
        Imports = Of(limits, "Imports", TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));
        DryRuns = Of(limits, "DryRuns", TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(15));
        Files = Seconds(limits, "Files:TotalSeconds", TimeSpan.FromMinutes(10));
        Import = new(
            Positive(limits, "Imports:Bytes", 4L * 1024 * 1024 * 1024),
            Whole(limits, "Imports:Lines", 5_000_000),
            Whole(limits, "Imports:Rejections", 20_000),
            Positive(limits, "Imports:UnreadBytes", 64L * 1024 * 1024)
        );
    }

    /// <summary>TCP connections that are open at once; the server closes those beyond.</summary>
    public long Connections { get; }

    /// <summary>Of every body but an import's.</summary>
    public SenderDeadlines Bodies { get; }

    public SenderDeadlines Imports { get; }

    public SenderDeadlines DryRuns { get; }

    /// <summary>How long a file may take, to be put together and to be read.</summary>
    public TimeSpan Files { get; }

    public ImportSizes Import { get; }

    public AtOnce this[RequestKind kind] => _kinds[kind];

    private static AtOnce Of(IConfiguration limits, string name, int perCaller, int inAll) =>
        new(Whole(limits, $"{name}:PerCaller", perCaller), Whole(limits, $"{name}:InAll", inAll));

    private static SenderDeadlines Of(IConfiguration limits, string name, TimeSpan idle, TimeSpan total) =>
        new(Seconds(limits, $"{name}:IdleSeconds", idle), Seconds(limits, $"{name}:TotalSeconds", total));

    // The server looks at its deadlines once a second.
    private static TimeSpan Seconds(IConfiguration limits, string name, TimeSpan usual) =>
        limits.GetValue(name, usual.TotalSeconds) is var seconds and > 1 and <= 24 * 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOperationException($"Limits:{name} has to be more than 1 and at most 86400.");

    private static int Whole(IConfiguration limits, string name, int usual) =>
        limits.GetValue(name, usual) is var value and > 0
            ? value
            : throw new InvalidOperationException($"Limits:{name} has to be more than 0.");

    private static long Positive(IConfiguration limits, string name, long usual) =>
        limits.GetValue(name, usual) is var value and > 0
            ? value
            : throw new InvalidOperationException($"Limits:{name} has to be more than 0.");
}

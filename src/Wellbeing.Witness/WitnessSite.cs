using System.Text.Json;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>The witness as a small web server. docs/witness.md lists what it answers.</summary>
internal sealed class WitnessSite(WitnessFolder folder, IReadOnlyList<VerifierKey> logs, TimeProvider clock)
    : IDisposable
{
    private const int MaxBody = 64 * 1024;

    // Comparing with the latest state and replacing it are one step: one request at a time.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Serves until the process is asked to end.</summary>
    public static async Task<int> RunAsync(Options options)
    {
        using var folder = WitnessFolder.Open(options.Home);
        using var site = new WitnessSite(folder, options.Logs, TimeProvider.System);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = MaxBody;
                kestrel.Listen(options.Address, options.Port);
            });
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        site.Map(app);
        await app.StartAsync();
        Console.WriteLine($"witness ready on {app.Urls.First()}");
        Console.WriteLine($"key {folder.Signer.Key}");
        Console.WriteLine(
            options.Logs.Count == 0
                ? "watches no log: --log names one"
                : $"watches {string.Join(", ", options.Logs.Select(x => x.Name).Distinct())}"
        );
        await app.WaitForShutdownAsync();
        return 0;
    }

    public void Dispose() => _one.Dispose();

    private void Map(WebApplication app)
    {
        app.MapPost(
            "/add-checkpoint",
            context => ActAsync(context, body => AddCheckpoint.To(folder, logs, body, clock.GetUtcNow()))
        );
        app.MapPost("/tombstones", context => ActAsync(context, body => AddTombstone.To(folder, logs, body)));
        app.MapGet(
            "/{hash}/checkpoint",
            context => ActAsync(context, _ => Found(folder.CheckpointByHash((string)context.GetRouteValue("hash")!)))
        );
        app.MapGet(
            "/tombstones",
            context => ActAsync(context, _ => Tombstones(context.Request.Query["origin"].ToString()))
        );
        app.MapGet("/key", context => ActAsync(context, _ => new(200, $"{folder.Signer.Key}\n")));
    }

    private Answer Tombstones(string origin) =>
        new(200, JsonSerializer.Serialize(folder.Tombstones.Of(origin)), "application/json");

    private static Answer Found(SignedNote? note) =>
        note is null ? new(404, "This witness has cosigned no such log.\n") : new(200, note.ToString());

    private async Task ActAsync(HttpContext context, Func<byte[], Answer> act)
    {
        Answer answer;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await _one.WaitAsync(context.RequestAborted);
            try
            {
                answer = act(body.ToArray());
            }
            finally
            {
                _one.Release();
            }
        }
        catch (BadHttpRequestException e)
        {
            answer = new(e.StatusCode, "The request is too large or broken.\n");
        }
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Text, context.RequestAborted);
    }
}

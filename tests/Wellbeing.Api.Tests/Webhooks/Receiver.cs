using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>A message as it came.</summary>
internal sealed record Message(string Path, string Id, string Time, string Signatures, string ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonElement.Parse(Text);

    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>Whether one of the signatures is right under a secret, by the recipe and not by the server's code.</summary>
    public bool IsSignedWith(string secret)
    {
        secret.ShouldStartWith("whsec_");
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        key.Length.ShouldBe(32);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(Id));
        hmac.AppendData("."u8);
        hmac.AppendData(Encoding.UTF8.GetBytes(Time));
        hmac.AppendData("."u8);
        hmac.AppendData(Body);
        var right = Convert.ToBase64String(hmac.GetHashAndReset());
        var age =
            DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(Time, CultureInfo.InvariantCulture));
        age.Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        return Signatures.Split(' ').Contains($"v1,{right}");
    }
}

/// <summary>Another system, on this machine.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Message> _messages = new();
    private readonly Lock _gate = new();
    private int _underWay;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>How it answers: a status, or none until the caller gives up.</summary>
    public Func<Message, int?> Answer { get; set; } = _ => StatusCodes.Status204NoContent;

    public IReadOnlyList<Message> Messages => [.. _messages];

    /// <summary>How many requests were under way at once, at the most.</summary>
    public int MostAtOnce { get; private set; }

    public Uri Address { get; private set; } = null!;

    public static async Task<Receiver> StartAsync(int? status = StatusCodes.Status204NoContent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app) { Answer = _ => status };
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        receiver.Address = new Uri(listening.Addresses.First());
        return receiver;
    }

    /// <summary>Waits for so many messages that are meant.</summary>
    public async Task<List<Message>> WaitAsync(int count, Func<Message, bool>? meant = null)
    {
        await Until.TrueAsync(() => Task.FromResult(Of().Count >= count));
        return Of();

        List<Message> Of() => [.. _messages.Where(meant ?? (_ => true))];
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        lock (_gate)
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        try
        {
            await AnswerAsync(http);
        }
        finally
        {
            lock (_gate)
                _underWay--;
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        var message = new Message(
            http.Request.Path,
            headers["webhook-id"].Single()!,
            headers["webhook-timestamp"].Single()!,
            headers["webhook-signature"].Single()!,
            http.Request.ContentType!,
            body.ToArray()
        );
        var answer = Answer(message);
        _messages.Enqueue(message);
        if (answer is null)
            await Task.Delay(Timeout.Infinite, http.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Response.StatusCode = answer ?? StatusCodes.Status503ServiceUnavailable;
        if (answer is StatusCodes.Status307TemporaryRedirect)
            http.Response.Headers.Location = $"{Address}elsewhere";
        if (answer is StatusCodes.Status500InternalServerError)
            await http.Response.WriteAsync("what-the-receiver-said");
    }
}

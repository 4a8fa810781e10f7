using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>Somebody whom the provider knows, with the claims that it puts into the tokens.</summary>
internal sealed record Registered(string Id, string Secret, Dictionary<string, object> Claims);

/// <summary>An OpenID Connect provider (npm's oidc-provider) in a process of its own, on the loopback address.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly Dictionary<string, Registered> _registered;

    private Provider(Process process, HttpClient http, IEnumerable<Registered> registered, Uri issuer)
    {
        (_process, _http, Issuer) = (process, http, issuer);
        _registered = registered.ToDictionary(x => x.Id, StringComparer.Ordinal);
    }

    public Uri Issuer { get; }

    public static async Task<Provider> StartAsync(
        string folder,
        Certificates certificates,
        IReadOnlyList<Registered> registered
    )
    {
        var packages = await Packages.InstallAsync();
        var clients = Path.Combine(folder, "clients.json");
        await File.WriteAllTextAsync(clients, JsonSerializer.Serialize(registered, JsonSerializerOptions.Web));
        var process = Programs.Start(
            folder,
            new Dictionary<string, string?>(),
            "node",
            Path.Combine(packages, "provider.mjs"),
            certificates.ServerFile,
            certificates.KeyFile,
            clients
        );
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var first = await process.StandardOutput.ReadLineAsync();
        return first is not null
            ? new Provider(process, certificates.Client(), registered, IssuerIn(first))
            : throw new InvalidOperationException($"The provider did not start: {errors}");
    }

    /// <summary>A token for somebody by client credentials, issued for an audience.</summary>
    public async Task<string> TokenAsync(string id, string audience = "wellbeing")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Issuer, "token"))
        {
            Content = new FormUrlEncodedContent([
                new("grant_type", "client_credentials"),
                new("resource", $"https://{audience}"),
            ]),
        };
        var credentials = Encoding.ASCII.GetBytes($"{id}:{_registered[id].Secret}");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(credentials));
        using var response = await _http.SendAsync(request);
        var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return JsonElement.Parse(text).GetProperty("access_token").GetString()!;
    }

    /// <summary>Signs with a new key from now on, and publishes the old one no longer.</summary>
    public Task RotateAsync() => OrderAsync("rotate");

    /// <summary>Issues a token as it would have at another time.</summary>
    public async Task<string> TokenOfAsync(TimeSpan ago, string id)
    {
        await OrderAsync(FormattableString.Invariant($"clock {-ago.TotalSeconds}"));
        var token = await TokenAsync(id);
        await OrderAsync("clock 0");
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Programs.EndAsync(_process);
    }

    private async Task OrderAsync(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
        _ = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The provider ended.");
    }

    private static Uri IssuerIn(string line) => new(JsonElement.Parse(line).GetProperty("issuer").GetString()!);
}

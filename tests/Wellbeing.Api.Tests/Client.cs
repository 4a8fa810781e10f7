using System.Net.Http.Headers;
using System.Text.Json;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests;

/// <summary>Somebody who asks the server.</summary>
internal sealed class Client(HttpClient http, string? token)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Reply> PostAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Site.Json(TextOf(body)), headers);

    public Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    ) => SendAsync(method, path, content, CancellationToken.None, headers);

    /// <summary>Sends, and waits for the answer no longer than it is wanted.</summary>
    public async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken stop,
        params (string Name, string Value)[] headers
    )
    {
        using var request = Request(method, path, content);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, stop);
        return await Reply.OfAsync(response);
    }

    /// <summary>Sends, and leaves the reading of the answer to the caller.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, HttpContent content, CancellationToken stop) =>
        http.SendAsync(Request(HttpMethod.Post, path, content), HttpCompletionOption.ResponseHeadersRead, stop);

    /// <summary>The same of what is to be read as it comes.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = Request(HttpMethod.Get, path, null);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>A body as it is sent: text as it is, anything else as JSON.</summary>
    public static string TextOf(object body) => body as string ?? JsonSerializer.Serialize(body, Json);

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}")
        {
            Content = content,
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}

using System.Net.Http.Headers;
using System.Text.Json;

namespace Wellbeing.Benchmarks.Running;

/// <summary>Sends events through the public import.</summary>
internal static class Importing
{
    /// <summary>Sends lines; anything but their acceptance fails.</summary>
    public static async Task<long> SendAsync(Uri server, string token, Stream lines, bool gzip = false)
    {
        using var client = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/imports", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StreamContent(lines);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        if (gzip)
            request.Content.Headers.ContentEncoding.Add("gzip");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var last = "{}";
        while (await reader.ReadLineAsync() is { } line)
            last = line;
        var totals = JsonElement.Parse(last);
        return totals.TryGetProperty("rejected", out var rejected) && rejected.GetInt64() == 0
            ? totals.GetProperty("accepted").GetInt64()
            : throw new InvalidOperationException($"The import was not taken in whole: {last}");
    }
}

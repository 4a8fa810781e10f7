using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Tests;

/// <summary>
/// Holds every answer that any test gets against the server's OpenAPI document: a status, or a problem's code, that the
/// operation does not declare fails the test.
/// </summary>
internal sealed partial class Promised(Uri address) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly Lazy<Task<List<Promise>>> _promises = new(() => LoadAsync(address));

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return response;
        var promises = (await _promises.Value).Where(x => x.Path.IsMatch(path)).ToList();
        var status = $"{(int)response.StatusCode}";
        var asked = $"{request.Method} {path} → {status}";
        if (promises.FirstOrDefault(x => x.Method == request.Method.Method) is not { } promise)
        {
            // What is not there at all, or not with this method, no operation can declare.
            status.ShouldBe(promises.Count == 0 ? "404" : "405", asked);
            return response;
        }
        promise.Codes.Keys.ShouldContain(status, asked);
        if (response.Content.Headers.ContentType?.MediaType == Problems.ContentType)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var code = problem.GetProperty("type").GetString()!.Split('/')[^1];
            promise.Codes[status].ShouldContain(code, asked);
        }
        return response;
    }

    private static async Task<List<Promise>> LoadAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var document = Inlined.Of(await http.GetStringAsync("/swagger/v1/swagger.json"));
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            // The longer path is the more particular one: /officers/by-badge/{badge} before /officers/{id}/….
            orderby path.Name.Count(c => c == '{'), path.Name.Length descending
            from operation in path.Value.EnumerateObject()
            select new Promise(
                operation.Name.ToUpperInvariant(),
                new Regex($"^{Parameter().Replace(path.Name, "[^/]+")}$", RegexOptions.NonBacktracking),
                operation.Value.GetProperty("responses").EnumerateObject().ToDictionary(x => x.Name, CodesOf)
            ),
        ];
    }

    private static List<string> CodesOf(JsonProperty answer) =>
        answer.Value.TryGetProperty("content", out var content)
        && content.TryGetProperty(Problems.ContentType, out var problem)
            ? [.. problem.GetProperty("examples").EnumerateObject().Select(x => x.Name)]
            : [];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    private sealed record Promise(string Method, Regex Path, Dictionary<string, List<string>> Codes);
}

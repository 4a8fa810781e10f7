using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Languages;
using Wellbeing.Api.Observability;

namespace Wellbeing.Api.Requests;

/// <summary>Answers that say no: problem details (RFC 9457) in the reader's language, each with its stable code.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    /// <summary>What a problem's type begins with; its code follows.</summary>
    public const string TypeBase = "/problems/";

    public static IResult Of(
        HttpContext context,
        int status,
        string code,
        params (string Name, object? Value)[] args
    ) => new Problem(Wording.Of(context), status, code, args, null);

    /// <summary>400 with what is wrong with each field.</summary>
    public static IResult BadInput(HttpContext context, FieldErrors errors) =>
        new Problem(Wording.Of(context), StatusCodes.Status400BadRequest, errors.ProblemCode, [], errors);

    /// <summary>A problem that fields of the body have each by itself.</summary>
    public static IResult Of(HttpContext context, int status, string code, FieldErrors errors) =>
        new Problem(Wording.Of(context), status, code, [], errors);

    /// <summary>The same with the fields that it is about, where there are any.</summary>
    public static IResult Of(
        HttpContext context,
        int status,
        string code,
        FieldErrors? errors,
        params (string Name, object? Value)[] args
    ) => new Problem(Wording.Of(context), status, code, args, errors);

    /// <summary>The code of an answer that the framework gives by its status alone.</summary>
    public static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => "unauthenticated",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not-found",
            StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
            StatusCodes.Status406NotAcceptable => "not-acceptable",
            StatusCodes.Status408RequestTimeout => "request-timeout",
            StatusCodes.Status413PayloadTooLarge => "body-too-large",
            StatusCodes.Status414UriTooLong => "uri-too-long",
            StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
            StatusCodes.Status429TooManyRequests => "too-many-requests",
            StatusCodes.Status431RequestHeaderFieldsTooLarge => "headers-too-large",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            >= StatusCodes.Status500InternalServerError => "internal-error",
            _ => "bad-input",
        };

    private static int? RetryAfterSeconds(string code) =>
        code switch
        {
            "key-in-flight" or "too-many-requests" => 1,
            "unavailable" or ConcurrencyLimits.Code => 5,
            _ => null,
        };

    private sealed class Problem(
        Wording wording,
        int status,
        string code,
        (string Name, object? Value)[] args,
        FieldErrors? errors
    ) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            Counters.Refused(code, status);
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = ContentType;
            response.Headers.ContentLanguage = wording.Language;
            response.Headers.CacheControl = "no-store";
            // What was not sent in time may still be on its way: the connection cannot be used again (RFC 9110, 15.5.9).
            if (status == StatusCodes.Status408RequestTimeout)
                response.Headers.Connection = "close";
            if (RetryAfterSeconds(code) is { } seconds)
                response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Write(httpContext);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        private void Write(HttpContext context)
        {
            using var json = new Utf8JsonWriter(
                context.Response.BodyWriter,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            );
            json.WriteStartObject();
            json.WriteString("type", TypeBase + code);
            json.WriteString("title", wording.Text($"problems.{code}.title", args));
            json.WriteNumber("status", status);
            json.WriteString("detail", wording.Text($"problems.{code}.detail", args));
            json.WriteString("instance", context.Request.PathBase.Add(context.Request.Path).ToUriComponent());
            json.WriteString("traceId", Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
            if (errors is not null)
                WriteErrors(json, errors);
            json.WriteEndObject();
        }

        private void WriteErrors(Utf8JsonWriter json, FieldErrors all)
        {
            json.WriteStartObject("errors");
            foreach (var (field, messages) in all.In(wording))
            {
                json.WriteStartArray(field);
                foreach (var message in messages)
                    json.WriteStringValue(message);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
    }
}

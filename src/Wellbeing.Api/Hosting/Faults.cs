using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// What nobody foresaw: 503 while something that the service depends on is away, else 500. Neither the answer nor the log
/// repeats an exception's message, which may hold what somebody wrote.
/// </summary>
internal sealed class Faults
{
    public static ExceptionHandlerOptions Options { get; } =
        new() { ExceptionHandler = AnswerAsync, SuppressDiagnosticsCallback = static _ => true };

    /// <summary>Around everything: an answer that breaks off half way is cut, and the server does not log the message.</summary>
    public static async Task CutAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.Response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                Log(context, context.Response.StatusCode, [.. Chain(exception)]);
            context.Abort();
        }
    }

    private static Task AnswerAsync(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        var chain = Chain(exception).ToList();
        var status = StatusOf(chain);
        if (status >= StatusCodes.Status500InternalServerError)
            Log(context, status, chain);
        return Problems.Of(context, status, Problems.CodeOf(status)).ExecuteAsync(context);
    }

    private static int StatusOf(List<Exception> chain) =>
        chain[0] is BadHttpRequestException bad ? bad.StatusCode
        : chain.Exists(IsAway) ? StatusCodes.Status503ServiceUnavailable
        : StatusCodes.Status500InternalServerError;

    // The database, the keys that texts are sealed under, or the issuer whose keys are needed. A database that only reads or
    // is being shut down is on its way to another host; one that says nothing at all is not there.
    private static bool IsAway(Exception exception) =>
        exception
            is NpgsqlException { IsTransient: true }
                or NpgsqlException
                and not PostgresException
                or PostgresException
                {
                    SqlState: PostgresErrorCodes.ReadOnlySqlTransaction
                        or PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown
                        or PostgresErrorCodes.CannotConnectNow
                        or "25P03" // idle_in_transaction_session_timeout
                }
                or Seal.SealUnavailableException
                or TimeoutException
                or System.Threading.Channels.ChannelClosedException
                or HttpRequestException
                or System.Net.Sockets.SocketException;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var next = exception; next is not null; next = next.InnerException)
            yield return next;
    }

    private static void Log(HttpContext context, int status, List<Exception> chain) =>
        context
            .RequestServices.GetRequiredService<ILogger<Faults>>()
            .LogError(
                "A request failed with {Status}: {Exceptions}\n{Stack}",
                status,
                string.Join(" < ", chain.Select(Name)),
                chain[^1].StackTrace
            );

    private static string Name(Exception exception) =>
        exception is PostgresException { SqlState: var state }
            ? $"{exception.GetType().Name} {state}"
            : exception.GetType().Name;
}

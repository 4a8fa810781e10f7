using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Wellbeing.Api.Observability;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

public sealed class LogLinesTests
{
    private const string Secret = "what-somebody-wrote";

    [Fact]
    public void a_line_is_json_and_has_neither_scopes_nor_messages_of_exceptions()
    {
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new Dictionary<string, object> { ["RequestPath"] = $"/officers/{Secret}" });
        var line = Write(LogLevel.Error, "It \"failed\"\nwith 500", Thrown(), scopes);
        line.ShouldNotContain(Secret);
        line.TrimEnd('\n', '\r').ShouldNotContain('\n');
        var json = JsonElement.Parse(line);
        json.GetProperty("at").GetDateTimeOffset().ShouldBe(new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero));
        json.GetProperty("level").GetString().ShouldBe("error");
        json.GetProperty("category").GetString().ShouldBe("Wellbeing.Tests");
        json.GetProperty("event").GetInt32().ShouldBe(7);
        json.GetProperty("message").GetString().ShouldBe("It \"failed\"\nwith 500");
        json.GetProperty("exception").GetString().ShouldBe("InvalidOperationException < FormatException");
        json.GetProperty("stack").GetString()!.ShouldContain(nameof(Thrown));
    }

    [Theory]
    [InlineData("Production", LogLines.Format)]
    [InlineData("Staging", LogLines.Format)]
    [InlineData("Development", null)]
    public async Task outside_development_the_log_is_written_so(string environment, string? format)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder([
            $"--environment={environment}",
            "--Logging:Console:FormatterName=json",
        ]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddWellbeingLog();
        await using var app = builder.Build();
        app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>()
            .Value.FormatterName.ShouldBe(format ?? ConsoleFormatterNames.Json);
    }

    private static string Write(LogLevel level, string message, Exception exception, IExternalScopeProvider scopes)
    {
        using var writer = new StringWriter();
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 3, 1, 8, 0, 0, TimeSpan.Zero));
        new LogLines(clock).Write(
            new LogEntry<string>(level, "Wellbeing.Tests", new EventId(7), message, exception, (text, _) => text),
            scopes,
            writer
        );
        return writer.ToString();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException(Secret, new FormatException(Secret));
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }
}

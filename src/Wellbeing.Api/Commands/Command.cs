using System.Runtime.InteropServices;
using JasperFx;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Commands;

/// <summary>A command of the program, with what stands behind its name. Status 0: done; 1: failed; 2: wrong command line.</summary>
internal abstract class Command
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    private static readonly string[] Framework =
    [
        "check-env",
        "codegen",
        "db-assert",
        "db-dump",
        "db-list",
        "db-patch",
        "describe",
        "event-query",
        "help",
        "projections",
        "stream-query",
        "wolverine-diagnostics",
    ];

    /// <summary>The command that a command line names.</summary>
    public static Command Named(string[] args) =>
        args switch
        {
            ["import", .. var rest] => new ImportCommand(rest),
            ["demo", .. var rest] => new DemoCommand(rest),
            ["token", .. var rest] => new TokenCommand(rest),
            ["key", .. var rest] => new KeyCommand(rest),
            ["keys", .. var rest] => new KeysCommand(rest),
            ["backup", .. var rest] => new BackupCommand(rest),
            ["restore", .. var rest] => new RestoreCommand(rest),
            ["verify", .. var rest] => new VerifyCommand(rest),
            ["db-apply", ..] => new ApplySchemaCommand(),
            ["--version"] => new VersionCommand(),
            ["projections", "rebuild", .. var rest] => new RebuildCommand(rest),
            [] or [['-', ..], ..] => new ServeCommand(args),
            [var framework, ..] when Framework.Contains(framework) => new FrameworkCommand(args),
            _ => new UnknownCommand(args[0]),
        };

    /// <summary>Runs it; what fails is said in one sentence.</summary>
    public async Task<int> RunAsync()
    {
        using var stopping = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await ExecuteAsync(stopping.Token);
        }
        catch (Exception failure)
            when (failure
                    is NpgsqlException
                        or IOException
                        or UnauthorizedAccessException
                        or HttpRequestException
                        or InvalidOperationException
                        or MasterKeyException
                        or SealUnavailableException
                        or LogKeyException
            )
        {
            Terminal.WriteErrorLine(Sentence(failure));
            return Failed;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Terminal.WriteErrorLine("Stopped.");
            return Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    protected abstract Task<int> ExecuteAsync(CancellationToken stop);

    protected static Task<int> MisusedAsync(string usage)
    {
        Terminal.WriteErrorLine(usage);
        return Task.FromResult(Misused);
    }

    /// <summary>Configuration as the server reads it, for what needs no server.</summary>
    protected static ConfigurationManager Configuration() => WebApplication.CreateBuilder().Configuration;

    /// <summary>A token of the development issuer, which is there in Development only.</summary>
    protected static string DevelopmentToken(Role role, string? unit = null, string? badge = null, string? sub = null)
    {
        var environment = WebApplication.CreateBuilder().Environment;
        return environment.IsDevelopment()
            ? DevelopmentIssuer.Token(DevelopmentIssuer.Home("."), role, unit, badge, sub)
            : throw new InvalidOperationException(
                $"There is no development issuer in {environment.EnvironmentName}: "
                    + "take a token of the bureau's own issuer; import sends the one in WELLBEING_TOKEN."
            );
    }

    private static string Sentence(Exception failure) =>
        failure switch
        {
            PostgresException refused => $"PostgreSQL refused: {refused.MessageText}.",
            NpgsqlException => "PostgreSQL does not answer; is it running, and is the connection string right?",
            _ => failure.Message,
        };

    /// <summary>A command of the framework's; it looks at the schema, and so runs under the owner's role.</summary>
    private sealed class FrameworkCommand(string[] args) : Command
    {
        protected override Task<int> ExecuteAsync(CancellationToken stop)
        {
            Environment.SetEnvironmentVariable(
                "ConnectionStrings__Wellbeing",
                Schema.OwnerConnection(Configuration(), "Wellbeing")
            );
            return Server.Build(args).RunJasperFxCommands(args);
        }
    }

    /// <summary>Prints the version.</summary>
    private sealed class VersionCommand : Command
    {
        protected override Task<int> ExecuteAsync(CancellationToken stop)
        {
            Terminal.WriteLine(ProductVersion.Text);
            return Task.FromResult(Done);
        }
    }

    /// <summary>A word that names nothing.</summary>
    private sealed class UnknownCommand(string name) : Command
    {
        protected override Task<int> ExecuteAsync(CancellationToken stop) =>
            MisusedAsync($"There is no command {name}; help lists those that there are.");
    }

    /// <summary>Serves until it is told to stop.</summary>
    private sealed class ServeCommand(string[] args) : Command
    {
        protected override async Task<int> ExecuteAsync(CancellationToken stop)
        {
            await using var app = Server.Build(args);
            await app.RunAsync(stop);
            return Done;
        }
    }

    /// <summary>Makes the schema, and sets the rights of the application's role.</summary>
    private sealed class ApplySchemaCommand : Command
    {
        protected override async Task<int> ExecuteAsync(CancellationToken stop)
        {
            await Schema.ApplyAsync(Configuration(), stop);
            Terminal.WriteLine("The schema is up to date.");
            return Done;
        }
    }
}

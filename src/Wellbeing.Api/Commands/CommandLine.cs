using System.Runtime.InteropServices;
using JasperFx;
using JasperFx.CommandLine;
using JasperFx.CommandLine.Help;
using JasperFx.CommandLine.Parsing;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Commands;

/// <summary>
/// The command line: JasperFx's, with the product's commands beside those that JasperFx, Marten and Wolverine bring. Status 0:
/// done; 1: failed; 2: wrong command line.
/// </summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    private static readonly Type[] Own =
    [
        typeof(ImportCommand),
        typeof(DemoCommand),
        typeof(TokenCommand),
        typeof(KeyCommand),
        typeof(KeysCommand),
        typeof(BackupCommand),
        typeof(RestoreCommand),
        typeof(VerifyCommand),
        typeof(ApplySchemaCommand),
        typeof(RebuildCommand),
    ];

    // Without those that reset data (marten) or write source (scaffold).
    private static readonly string[] Frameworks = (
        "check-env codegen db-assert db-dump db-list db-patch describe event-query projection-run projections resources "
        + "storage stream-query wolverine-diagnostics"
    ).Split(' ');

    /// <summary>Runs what the command line names; what fails is said in one sentence.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return args switch
            {
                ["--version"] => Version(),
                // What begins with a dash is a setting of the host's, which JasperFx would refuse as an unknown flag.
                [] or [['-', ..], ..] => await ServeAsync(args, stopping.Token),
                ["projections", "rebuild", .. var rest] => await RunOwnAsync(
                    new RebuildCommand(),
                    rest,
                    stopping.Token
                ),
                [var name, .. var rest] when FindOwn(name) is { } own => await RunOwnAsync(own, rest, stopping.Token),
                ["help" or "?", ..] => await HelpAsync(args),
                [var name, ..] when Frameworks.Contains(name) => await RunFrameworksAsync(args)
                    .WaitAsync(stopping.Token),
                _ => Unknown(args[0]),
            };
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

    private static int Version()
    {
        Terminal.WriteLine(ProductVersion.Text);
        return Done;
    }

    private static async Task<int> ServeAsync(string[] settings, CancellationToken stop)
    {
        await using var app = Program.Build(settings);
        await app.RunAsync(stop);
        return Done;
    }

    private static ICommand? FindOwn(string name) =>
        Own.FirstOrDefault(x => CommandFactory.CommandNameFor(x) == name) is { } type
            ? (ICommand)Activator.CreateInstance(type)!
            : null;

    // Not by JasperFx's executor, whose status for a wrong command line is that of a failure, and which takes a value
    // apart that begins with a dash. A flag may stand before, between and after the arguments.
    private static async Task<int> RunOwnAsync(ICommand command, string[] args, CancellationToken stop)
    {
        var usage = command.Usages;
        try
        {
            var input = Activator.CreateInstance(command.InputType)!;
            var given = new HashSet<ITokenHandler>();
            for (var tokens = new Queue<string>(args); tokens.Count > 0; )
                given.Add(
                    usage.Handlers.FirstOrDefault(x => x.Handle(input, tokens))
                        ?? throw new InvalidUsageException($"{usage.CommandName} knows no {tokens.Peek()}.")
                );
            if (!usage.IsValidUsage(given))
                throw new InvalidUsageException();
            return await command.RunAsync(input, stop);
        }
        catch (InvalidUsageException wrong)
        {
            if (wrong.Message is { Length: > 0 } why)
                Terminal.WriteErrorLine(why);
            foreach (var form in usage.Usages)
                Terminal.WriteErrorLine(form.ToUsage("usage:", usage.CommandName));
            return Misused;
        }
    }

    private static async Task<int> HelpAsync(string[] args)
    {
        var all = Quiet();
        all.RegisterCommands(typeof(HelpCommand).Assembly);
        all.RegisterCommandsFromExtensionAssemblies();
        foreach (var own in Own)
            all.RegisterCommand(own);
        return await all.BuildRun(args).Execute() ? Done : Failed;
    }

    // The host is built, and not started.
    private static Task<int> RunFrameworksAsync(string[] args)
    {
        Quiet();
        // They compare the schema with what it is to be, and see only what their role may. The others need no more than the
        // application's role, which keeps resources and storage from what is not to be deleted.
        if (args[0] == "check-env" || args[0].StartsWith("db-", StringComparison.Ordinal))
            Environment.SetEnvironmentVariable(
                "ConnectionStrings__Wellbeing",
                Schema.OwnerConnection(WebApplication.CreateBuilder().Configuration, "Wellbeing")
            );
        // describe prints every setting and every variable of the environment, passwords among them.
        var host = Program.Build([], x => x.AddSingleton<IConfiguration>(new ConfigurationManager()));
        return host.RunJasperFxCommands(args);
    }

    // After this JasperFx does not print where it looks for commands.
    private static CommandFactory Quiet()
    {
        var factory = new CommandFactory();
        factory.ApplyExtensions(new ServiceCollection());
        return factory;
    }

    private static int Unknown(string name)
    {
        Terminal.WriteErrorLine($"There is no command {name}; help lists those that there are.");
        return Misused;
    }

    private static string Sentence(Exception failure) =>
        failure switch
        {
            PostgresException refused => $"PostgreSQL refused: {refused.MessageText}.",
            NpgsqlException => "PostgreSQL does not answer; is it running, and is the connection string right?",
            _ => failure.Message,
        };
}

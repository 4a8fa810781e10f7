using Spectre.Console;

namespace Wellbeing.Api.Commands;

/// <summary>Progress beside a command's output.</summary>
internal static class Bars
{
    public static Progress Create() =>
        AnsiConsole
            .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn());
}

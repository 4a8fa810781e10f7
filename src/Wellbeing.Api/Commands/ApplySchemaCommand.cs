using JasperFx.CommandLine;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

[Description("Bring the schema up to date, and set the rights of the application's role", Name = "db-apply")]
internal sealed class ApplySchemaCommand : Command<NoInput>
{
    public override async Task<int> RunAsync(NoInput input, CancellationToken stop)
    {
        await Schema.ApplyAsync(Settings().Configuration, stop);
        Terminal.WriteLine("The schema is up to date.");
        return CommandLine.Done;
    }
}

using JasperFx;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;

// Commands of our own come first; serving and the rest are the framework's: db-assert, describe, codegen …
return Command.Named(args) is { } command
    ? await command.RunAsync()
    : await Server.Build(args).RunJasperFxCommands(args);

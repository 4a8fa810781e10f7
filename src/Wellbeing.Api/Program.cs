using JasperFx;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Hosting;

// Serving and the commands of our own come first; the others are the framework's: db-assert, describe, codegen …
return Command.Named(args) is { } command
    ? await command.RunAsync()
    : await Server.Build(args).RunJasperFxCommands(args);

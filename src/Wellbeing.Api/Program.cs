using Wellbeing.Api.Commands;

// Serving is a command as well; those that are not ours are the framework's: db-assert, describe, codegen …
return await Command.Named(args).RunAsync();

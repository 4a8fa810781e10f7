using Wellbeing.Witness;

var options = Options.Parse(args, out var problem);
try
{
    return options switch
    {
        null => Refuse(problem!, 2),
        { Help: true } => Tell(Options.Usage),
        { Init: true } => Tell(WitnessFolder.Begin(options.Home, options.Name)),
        _ => await WitnessSite.RunAsync(options),
    };
}
catch (Exception e) when (e is WitnessFolderException or IOException or UnauthorizedAccessException)
{
    return Refuse(e.Message, 1);
}

static int Tell(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int Refuse(string problem, int status)
{
    Console.Error.WriteLine($"error: {problem}");
    return status;
}

using System.Globalization;
using System.Net;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        wellbeing-witness --home DIR [--log KEY]… [--port N] [--address A]   watch logs and cosign what they append
        wellbeing-witness init --home DIR [--name NAME]                      make its key and its empty state

          --home DIR     holds witness.key, witness.state and witness.tombstones
          --log KEY      a log's verifier key, name+id+base64; may be given for several logs and several keys of a log
          --port N       5090 without it; 0 is any that is free
          --address A    127.0.0.1 without it
          --name NAME    what the witness is called in its key; without it wellbeing.local/witness/ and a part of the key
        Exit status: 0 done, 1 failed, 2 wrong command line.
        """;

    public bool Help { get; private init; }
    public bool Init { get; private init; }
    public string Home { get; private init; } = "";
    public string? Name { get; private init; }
    public IPAddress Address { get; private init; } = IPAddress.Loopback;
    public int Port { get; private init; } = 5090;
    public IReadOnlyList<VerifierKey> Logs { get; private init; } = [];

    /// <summary>Null with the problem where the command line is wrong.</summary>
    public static Options? Parse(IReadOnlyList<string> args, out string? problem)
    {
        problem = null;
        var options = new Options();
        for (var i = 0; i < args.Count && problem is null; i++)
        {
            if (args[i] is "--help" or "-h")
                return options with { Help = true };
            if (args[i] == "init")
                options = options with { Init = true };
            else if (i + 1 == args.Count)
                problem = $"unknown option {args[i]}, or one without its value; --help lists what there is";
            else
                options = With(options, args[i], args[++i], out problem);
        }
        if (problem is null && options.Home.Length == 0)
            problem = "--home is missing";
        return problem is null ? options : null;
    }

    private static Options With(Options options, string option, string value, out string? problem)
    {
        problem = null;
        switch (option)
        {
            case "--home":
                return options with { Home = Path.GetFullPath(value) };
            case "--name" when VerifierKey.IsName(value):
                return options with { Name = value };
            case "--port" when ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port):
                return options with { Port = port };
            case "--address" when IPAddress.TryParse(value, out var address):
                return options with { Address = address };
            case "--log" when VerifierKey.TryParse(value) is { Kind: KeyKind.Note } key:
                return options with { Logs = [.. options.Logs, key] };
            default:
                problem = $"{option} does not take {value}; --help lists what there is";
                return options;
        }
    }
}

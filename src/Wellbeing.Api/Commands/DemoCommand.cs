using System.Text.Json;
using JasperFx.CommandLine;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Commands;

internal sealed class DemoInput
{
    [Description("The lines of the demo's year")]
    public string File { get; set; } = "";
}

/// <summary>
/// Puts the demo bureau on record: its year by an import, then its registers, which people put together and sign. A second
/// time it changes nothing.
/// </summary>
[Description("Put the demo bureau on record, registers included")]
internal sealed class DemoCommand : Command<DemoInput>
{
    public override async Task<int> RunAsync(DemoInput input, CancellationToken stop)
    {
        // Before anything is on record: whoever signs its registers has a token of the development issuer alone.
        _ = DevelopmentToken(Role.Commander);
        await using var server = await ServerAtHand.FindAsync(null, stop);
        var year = new ImportInput
        {
            Files = [input.File],
            Source = "demo",
            Server = $"{server.Address}",
        };
        var imported = await new ImportCommand().RunAsync(year, stop);
        return imported == CommandLine.Done ? await RegistersAsync(server, input.File, stop) : imported;
    }

    private static async Task<int> RegistersAsync(ServerAtHand server, string file, CancellationToken stop)
    {
        var units = await UnitsAsync(file, stop);
        using var http = new HttpClient { BaseAddress = server.Address };
        var registers = new DemoRegisters(http, (role, unit, sub) => DevelopmentToken(role, unit, sub: sub));
        var (made, signed, left) = await Bars.Create()
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask("registers", true, DemoRegisters.Of(units.Count));
                return await registers.RunAsync(units, () => bar.Increment(1), stop);
            });
        Terminal.WriteLine(
            (made, signed) is (0, 0)
                ? $"registers: all {left} are there, nothing changed"
                : $"registers put together {made}, signed {signed}, left as they were {left}"
        );
        return CommandLine.Done;
    }

    /// <summary>The codes of the units that the lines form.</summary>
    public static async Task<List<string>> UnitsAsync(string file, CancellationToken stop)
    {
        var units = new List<string>();
        await using var content = File.OpenRead(file);
        await foreach (var (_, line) in ImportCommand.LinesOf(content, stop))
        {
            // The import has rejected what is too long for a line.
            if (line is not { } utf8)
                continue;
            var happened = JsonElement.Parse(utf8.Span);
            if (happened.GetProperty("type").GetString() == "unit_formed")
                units.Add(happened.GetProperty("data").GetProperty("unitCode").GetString()!);
        }
        return units;
    }
}

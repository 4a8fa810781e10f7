using System.Text;
using Wellbeing.Demo;

// Writes the demo bureau's year as the lines of an import, in the order in which they happened.
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
foreach (var line in DemoYear.Lines())
    await output.WriteLineAsync(line);

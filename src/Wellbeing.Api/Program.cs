using JasperFx;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Units;

var builder = WebApplication.CreateBuilder(args);
builder.AddWellbeingPersistence();
builder.Host.ApplyJasperFxExtensions();
var app = builder.Build();
app.MapGet("/livez", () => "ok");
app.MapGet("/smoke", async (EventJournal j) => {
  var id = Guid.CreateVersion7();
  var e = new JournalEntry(StreamKind.Unit, id, 0, null, [new Draft(Guid.CreateVersion7(), new UnitFormed("U"+id.ToString()[..18], "n", UnitKind.Frontline, null), j.Now)], new Author("me", null));
  return Results.Json(await j.AppendAsync(e, default));
});
return await app.RunJasperFxCommands(args);

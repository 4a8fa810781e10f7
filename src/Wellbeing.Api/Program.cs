var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/livez", () => "ok");
await app.RunAsync();

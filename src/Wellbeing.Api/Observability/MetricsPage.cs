using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Wellbeing.Api.Observability;

/// <summary>The metrics as Prometheus reads them; they are collected when they are asked for.</summary>
internal sealed class MetricsPage : IDisposable
{
    private readonly Lock _one = new();
    private readonly Writer _writer = new();

    public MetricsPage() => Reader = new BaseExportingMetricReader(_writer);

    public MetricReader Reader { get; }

    public Task AnswerAsync(HttpContext context)
    {
        string text;
        lock (_one)
        {
            Reader.Collect();
            text = _writer.Text;
        }
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public void Dispose() => Reader.Dispose();

    private sealed class Writer : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Text = PrometheusText.Of(batch);
            return ExportResult.Success;
        }
    }
}

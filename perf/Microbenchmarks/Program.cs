using BenchmarkDotNet.Running;

// dotnet run -c Release --project perf/Microbenchmarks -- --filter '*Histogram*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

using Athanor.Cli;

using var console = ConsoleHost.Open();
return await AthanorCommand.RunAsync(args, console.Output, console.Interrupted);
